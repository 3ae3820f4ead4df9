// A map on which whoever writes shows the place: what lies in its middle is meant, so that keys do as well as fingers.
// It asks the city's tile server for nothing before it is opened.

const box = document.querySelector("[data-map]");
const form = box?.closest("form");

if (box && window.L) {
  box.hidden = false;
  box.querySelector("[data-open]").addEventListener("click", open, { once: true });
}

function open({ currentTarget }) {
  currentTarget.hidden = true;
  const inside = currentTarget.nextElementSibling;
  inside.hidden = false;
  const { latitude, longitude } = form.elements;
  const isKnown = latitude.value && longitude.value;
  const start = isKnown ? [latitude.value, longitude.value] : box.dataset.middle.split(",");
  const map = L.map(inside.querySelector(".place-map"), { zoomControl: false, attributionControl: false });
  map.setView(start.map(Number), isKnown ? 16 : 13);
  L.control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(credit()).addTo(map);
  L.tileLayer(box.dataset.map, { maxZoom: 19 }).addTo(map);
  map.on("click", ({ latlng }) => map.panTo(latlng));
  const output = inside.querySelector("output");
  inside.querySelector("[data-take]").addEventListener("click", () => {
    const middle = map.getCenter().wrap();
    latitude.value = middle.lat.toFixed(5);
    longitude.value = middle.lng.toFixed(5);
    output.textContent = output.dataset.taken;
  });
  map.on("movestart", () => (output.textContent = ""));
  map.getContainer().focus();
}

// As text: Leaflet would take it for HTML.
function credit() {
  const text = document.createElement("span");
  text.textContent = box.dataset.credit;
  return text.innerHTML;
}
