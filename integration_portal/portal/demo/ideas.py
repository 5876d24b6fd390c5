"""Ideas from the public in every state for the demo, with questions, answers and notes."""

from fields_of_action.models import FieldOfAction
from measures.services import ideas

from .texts import read

#: As many of the ideas become measures.
ACCEPTED = sum(step[0] == "accept" for entry in read("ideas.toml")["idea"] for step in entry["steps"])


def make_ideas(accounts, *, accepting):
    """Make the ideas of ideas.toml and take their steps, through the services. Without `accepting` none becomes a measure."""
    fields = {row.number: row for row in FieldOfAction.objects.in_force()}
    made = {}
    for entry in read("ideas.toml")["idea"]:
        idea = ideas.propose(
            data={
                "title": entry["title"],
                "text": entry["text"],
                "wish": entry.get("wish", "measure"),
                "field": fields.get(entry["field"]),
                "place": entry.get("place", ""),
                "name": entry.get("name", ""),
                "email": entry.get("email", ""),
            }
        )
        for name, *words in entry["steps"]:
            if name in ("accept", "publish") and not accepting:
                break
            idea = _step(idea, name, words, made, accounts["office"])
        made[entry["title"]] = idea


def _step(idea, name, words, made, by):
    """Take a step; returns the idea as it then is."""
    match name:
        case "take_up":
            return ideas.take_up(idea=idea)
        case "ask":
            return ideas.ask_back(idea=idea, question=words[0], by=by)
        case "answer":
            return ideas.answer(idea=idea, text=words[0])
        case "note":
            ideas.add_note(idea=idea, text=words[0], by=by)
            return idea
        case "accept":
            return ideas.accept(idea=idea, title=words[0], as_concept=False, by=by, answer=words[1])
        case "publish":
            return ideas.publish(idea=idea, outcome=words[0])
        case "join":
            return ideas.join(idea=idea, other=made[words[0]], answer=words[1])
        case "decline":
            return ideas.decline(idea=idea, reason=words[0])
    raise ValueError(name)
