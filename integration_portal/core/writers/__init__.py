"""Writers of files: a `Table` of an app's columns becomes CSV, Excel or JSON. The apps bring columns and rows."""

from .atom import FeedEntry, atom_response
from .sheets import csv_response, json_response, xlsx_response
from .table import Column, Table, defuse

__all__ = ["Column", "FeedEntry", "Table", "atom_response", "csv_response", "defuse", "json_response", "xlsx_response"]
