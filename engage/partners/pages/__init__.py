"""Associations on pages: what they and those who verify them do. Where everyone reads of them is engage.desk."""

from flask import Blueprint

blueprint = Blueprint("partners", __name__)
