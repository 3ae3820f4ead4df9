"""Agreements on pages."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__)
