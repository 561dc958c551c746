"""What a page loads late, as over a slow network."""

from __future__ import annotations

from playwright.sync_api import Page, Route


def hold_checks(page: Page) -> list[Route]:
    """Lets the page wait for its checks, which it asks for when a person begins; what it asked."""
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/checks-*.js", hold)
    return late
