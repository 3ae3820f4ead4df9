"""What does whoever runs the installation type? Thin commands over the services, in the name of the system.

They speak English, print one line for a refusal and end with 1; heavy imports wait until a command needs them.
"""

from flask import Flask

from engage.cli.city import generate, import_city, seed_demo
from engage.cli.jobs import daily, deliver, work
from engage.cli.store import create_account, init, new_migration


def register(app: Flask) -> None:
    for command in (init, create_account, import_city, seed_demo, generate, deliver, work, daily, new_migration):
        app.cli.add_command(command)
