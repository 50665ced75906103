"""The web application: server-rendered pages over the services, for people with a browser."""
