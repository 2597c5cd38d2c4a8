"""Lists as offices have them: files of any kind become tables of cells, and cells become headings, names and days.

`files.py` opens a file, `xlsx.py`, `ods.py` and `separated.py` read one kind each; `fonts.py` mends the letters,
`headings.py` finds the columns, `rows.py` tells rows about people from all others, `values.py` reads one cell.
"""
