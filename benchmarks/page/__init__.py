"""How fast is the page of a server, in Chromium?"""
