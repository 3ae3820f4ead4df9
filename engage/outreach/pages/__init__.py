"""What others read of the seminars: site maps, feeds, lists inside their own pages, and pictures of shared links."""

from flask import Blueprint

blueprint = Blueprint("outreach", __name__)

from engage.outreach.pages import embedding, feeds, pictures, sitemaps  # noqa: E402, F401 - they add their addresses
