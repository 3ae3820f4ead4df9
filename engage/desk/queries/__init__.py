"""What does an association take along when it takes out everything that is kept of it?"""

from engage.desk.queries.taking_out import Column, Table, export_tables

__all__ = ["Column", "Table", "export_tables"]
