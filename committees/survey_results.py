"""What a survey of dates has brought: per date how many can come, per person what they said, and which date is best."""

from dataclasses import dataclass, field

from .models import SurveyAnswer
from .services.surveys import option_words

Choice = SurveyAnswer.Choice


@dataclass
class Column:
    """A date with its sums. `is_best` stands at every date that no other one beats."""

    option: object
    words: str
    yes: int = 0
    maybe: int = 0
    no: int = 0
    is_best: bool = False

    @property
    def rank(self):
        """Most who can come, then most who can come if need be."""
        return self.yes, self.maybe


@dataclass
class Row:
    """Somebody who is asked, with the answer to each date in the order of the columns; None where there is none."""

    participant: object
    cells: list = field(default_factory=list)


@dataclass
class Results:
    columns: list
    rows: list

    @property
    def answered(self):
        return sum(row.participant.answered_at is not None for row in self.rows)

    @property
    def best(self):
        return [column for column in self.columns if column.is_best]


def results_of(survey):
    """The results of a survey, in three queries whatever its size."""
    columns = [Column(option, option_words(option)) for option in survey.options.all()]
    by_option = {column.option.pk: column for column in columns}
    rows = []
    people = survey.participants.select_related("person", "link").order_by("person__sort_name", "pk")
    for participant in people.prefetch_related("answers"):
        said = {answer.option_id: answer for answer in participant.answers.all()}
        for key, answer in said.items():
            column = by_option[key]
            setattr(column, answer.choice, getattr(column, answer.choice) + 1)
        rows.append(Row(participant, [(column, said.get(column.option.pk)) for column in columns]))
    top = max((column.rank for column in columns), default=(0, 0))
    for column in columns:
        column.is_best = column.rank == top and top != (0, 0)
    return Results(columns, rows)
