"""The server: the page, the API and the widget behind one access control.

`app.create_app` makes the application, `running.Served` runs it. Requests come in through the layers of `app.py`,
outermost first: proxies, errors and headers, hosts, origins, sizes, persons; and what of gradio is open at all.
"""
