"""The report kit: embedded fonts, text that prints whole, pages with a letterhead, columns and tables.

No markup is read anywhere: a name with `<b>` or `&` in it is a name. Lengths are points, and `top` counts
down from the top of the page.
"""
