"""Reading other people's spreadsheets: guarding, reading, finding headers, understanding cells, and the import itself.

`guard` refuses hostile files, `reader` gives rows, `header` finds columns, `values` understands cells, `matching`
finds similar names; these know no database. `batches` keeps an import and moves it, `adapters` is what an app brings.
"""
