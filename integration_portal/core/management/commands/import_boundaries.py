"""`manage.py import_boundaries FILE`: outlines of municipalities for the map, from a GeoJSON file of the operator."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from integration_portal.core import boundaries


class Command(BaseCommand):
    """Read, check, simplify and keep outlines; say what was found. Exits with 1 and a sentence for a file that is refused."""

    help = (
        "Keeps outlines of municipalities for the map of the network. FILE is GeoJSON (RFC 7946, WGS 84) with polygons "
        "that hold the official key (AGS) in a property. The portal ships no map data: please observe its licence."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the GeoJSON file")
        parser.add_argument(
            "--property", default="AGS", metavar="NAME", help="the property with the official key of eight digits (AGS)"
        )
        parser.add_argument(
            "--source", default="", metavar="TEXT", help="whom the map has to credit, such as © GeoBasis-DE / BKG 2026"
        )
        parser.add_argument("--dry-run", action="store_true", help="only check the file and say what would be kept")

    def handle(self, *args, file, property, source, dry_run, **options):
        path = Path(file)
        if len(source) > 300:
            raise CommandError(_("The source is longer than 300 characters."))
        try:
            if path.stat().st_size > boundaries.MOST_BYTES:
                raise boundaries.BadBoundaries(
                    _("The file is too large: at most %(number)d MB, please.") % {"number": boundaries.MOST_BYTES >> 20}
                )
            outcome = boundaries.match(boundaries.parse(path.read_bytes(), key=property))
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(error)s") % {"error": error.strerror or error}) from error
        except boundaries.BadBoundaries as error:
            raise CommandError(str(error)) from error
        if not dry_run:
            boundaries.save(outcome, source=source)
        self._say(outcome, dry_run)

    def _say(self, outcome, dry_run):
        text = _("%(number)d outlines would be kept.") if dry_run else _("%(number)d outlines kept.")
        self.stdout.write(text % {"number": len(outcome.outlines)})
        counts = {"before": outcome.points_before, "after": outcome.points_after}
        self.stdout.write(_("Simplified for display: %(before)d points became %(after)d.") % counts)
        if outcome.unknown:
            more = " …" if len(outcome.unknown) > 10 else ""
            self.stdout.write(_("Not known here: %(keys)s") % {"keys": ", ".join(outcome.unknown[:10]) + more})
        if outcome.missing:
            names = ", ".join(f"{place.name} ({place.ags})" for place in outcome.missing)
            self.stdout.write(_("Without an outline: %(names)s") % {"names": names})
