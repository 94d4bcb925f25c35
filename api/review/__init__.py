"""Reading a revised version of the plan: a workbook, a document, a list, an export, as people hand
them in."""
