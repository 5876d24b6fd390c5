"""Which words about its funding a publication must carry.

Whoever funds the linked measures says which words these are; where no programme says any, the portal's own notice counts.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from integration_portal.core.text import fold

from .models import FundingProgramme, Publication

Notice = Publication.Notice


@dataclass(frozen=True)
class NeededNotice:
    """What must stand in a piece: the words, and the programmes of the linked measures that have none of their own."""

    words: list[str] = field(default_factory=list)
    programmes: list[FundingProgramme] = field(default_factory=list)
    silent: list[FundingProgramme] = field(default_factory=list)

    @property
    def text(self):
        """All words as one text to copy, a paragraph each."""
        return "\n\n".join(self.words)

    def is_missing_in(self, publication):
        """Whether some words neither stand in the text nor were confirmed; case and line breaks do not matter."""
        if not self.words or publication.notice_confirmed:
            return False
        text = fold(publication.text)
        return any(fold(words) not in text for words in self.words)


def needed_by(publications, site):
    """Return {id: NeededNotice} of publications; at most one query for all. `site` holds the portal's own notices."""
    publications = list(publications)
    funded = FundingProgramme.objects.by_publication(
        [row.pk for row in publications if row.notice == Notice.PROGRAMMES]
    )
    return {row.pk: _needed(row.notice, row.notice_words, funded.get(row.pk, ()), site) for row in publications}


def needed_for(measures, site):
    """The notice that a piece about these measures needs when it follows the programmes."""
    return _of_programmes(FundingProgramme.objects.paying_for(measures), site)


def _needed(choice, own_words, programmes, site):
    if choice == Notice.PROGRAMMES:
        return _of_programmes(programmes, site)
    words = {
        Notice.SHORT: site.funding_short,
        Notice.LONG: site.funding_text or site.funding_short,
        Notice.OWN: own_words,
    }.get(choice, "")
    return NeededNotice([words] if words else [])


def _of_programmes(programmes, site):
    by_words = defaultdict(list)
    for programme in programmes:
        by_words[programme.notice_text.strip()].append(programme)
    silent = by_words.pop("", [])
    own = site.funding_text or site.funding_short
    words = list(by_words) or ([own] if own else [])
    return NeededNotice(words, [programme for rows in by_words.values() for programme in rows], silent)
