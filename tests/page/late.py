"""What a page loads late, as over a slow network."""

from __future__ import annotations

from playwright.sync_api import Page, Route


def hold(page: Page, name: str) -> list[Route]:
    """Lets the page wait for a part of its own that it asks for when it needs it, "checks"; what
    it asked.
    """
    late: list[Route] = []

    def keep(route: Route) -> None:
        late.append(route)

    page.route(f"**/assets/{name}-*.js", keep)
    return late
