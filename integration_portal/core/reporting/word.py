"""Blocks of a report or document in a Word file."""

from .blocks import cell_text


def put_block(book, block, title=""):
    """Write a block of `core.reporting` into a `WordFile`; a caption that repeats `title` is left out."""
    kind = block["block"]
    if kind == "text":
        book.put_text(block["text"])
    elif kind == "figures":
        book.put_table("", [], [[item["label"], cell_text(item["value"])] for item in block["items"]])
    elif kind == "entry":
        book.put_heading(block["title"], 3)
        facts = [f"{name}: {value}" for name, value in block["facts"]]
        book.put_text("  ·  ".join(part for part in (block["label"], *facts) if part), quiet=True)
        for name, text in block["texts"]:
            book.put_text(text, label=name)
    elif not block.get("sheet_only"):
        rows = [[cell_text(cell) for cell in row] for row in block["rows"]]
        total = [cell_text(cell) for cell in block["total"]] if block["total"] else None
        caption = block["caption"] if block["caption"] != title else ""
        book.put_table(caption, [column["text"] for column in block["head"]], rows, total=total)
