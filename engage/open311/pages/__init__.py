"""The addresses of Open311: discovery, services, requests, in XML and in JSON by how the address ends."""

from flask import Blueprint

blueprint = Blueprint("open311", __name__)

from engage.open311.pages import answers, posting, reading  # noqa: E402, F401 - they add their addresses
