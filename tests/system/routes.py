"""Every route of the portal as found in the URLconf, for the tests that walk them all."""

from django.urls import URLPattern, URLResolver, get_resolver


def _walk(patterns, namespaces=()):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or f"unnamed {pattern.pattern}"]), pattern


def portal_routes():
    """Return {name: parameter names} of all routes but the admin's, which has its own test."""
    return {
        name: tuple(pattern.pattern.regex.groupindex)
        for name, pattern in _walk(get_resolver().url_patterns)
        if not name.startswith("admin:")
    }
