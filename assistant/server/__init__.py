"""The server: the page, the API and the widget behind one access control.

`create_app` makes the application, `serve` runs it. Requests come in through the layers of `app.py`, outermost first:
proxies, errors and headers, hosts, origins, sizes, persons, and what of gradio is open at all.
"""
