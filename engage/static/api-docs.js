// Shows the OpenAPI document; without this script the page is a link to it.
const place = document.getElementById("api-docs");

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.openapi,
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null,
});
