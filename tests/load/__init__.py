"""A day in five branches: people, machines and networks, and what may break.

==================  =========================================================
house.py            Odoo as in production, on a database and a disk of its own
company.py          five branches, twenty-five people, desks, parts, printers
person.py           one of them: the web client's own calls, each measured
screens.py          what the web client asks for to draw a screen
life.py             one order from the intake to its issue
work.py             what goes on beside: shifts, purchases, lists, searches
day.py              lives that arrive by the clock, and the people who live them
outside.py          SMTP server, printer and gateway of texts, in a mood
meter.py            the table of operations
promises.py         what the server said is done, and whether it is
invariants.py       what holds in every database, whatever has happened
faults.py           what breaks in the middle of it
run.py              the command: ``./sc load``
==================  =========================================================
"""
