"""The written demo measures, made one by one through the services."""

from decimal import Decimal

from django.utils import timezone

from fields_of_action.models import Goal
from integration_portal.core.models import CrossCuttingPlan, Municipality, TargetGroup
from measures import services
from measures.models import Kind

from .texts import day, ideas, past_day, read

PLAN_OF_FIELD = {3: "bildungsmanagement", 5: "sozialplanung", 7: "familienfoerderung"}


def make_goals(fields):
    """Create the goals of all fields that have none yet; returns all goals by code."""
    for number, goals in read("goals.toml").items():
        field = fields[int(number)]
        if Goal.objects.filter(field=field).exists():
            continue
        for code, title, objectives in goals:
            overall = Goal(field=field, code=code, title=title)
            overall.full_clean()
            overall.save()
            for objective_code, objective_title in objectives:
                objective = Goal(
                    field=field, parent=overall, level=Goal.Level.OBJECTIVE, code=objective_code, title=objective_title
                )
                objective.full_clean()
                objective.save()
    return {goal.code: goal for goal in Goal.objects.filter(field__in=fields.values())}


class MeasureMaker:
    """Makes measures from texts: knows actors by key, fields by number, and what else the texts name."""

    def __init__(self, *, actors, fields, goals, accounts, today=None):
        self.actors = actors
        self.fields = fields
        self.goals = goals
        self.keepers = [accounts["office"], accounts["colleague"]]
        self.today = today or timezone.localdate()
        self.groups = {group.slug: group for group in TargetGroup.objects.all()}
        self.places = {place.name: place for place in Municipality.objects.all()}
        self.plans = {plan.slug: plan for plan in CrossCuttingPlan.objects.all()}

    def make_all(self, number, progress):
        """Make at most `number` measures; `progress()` is called after each. Returns how many were made."""
        made = 0
        for index, idea in enumerate(ideas(number)):
            self.make(idea, index)
            made += 1
            progress()
        return made

    def make(self, idea, index):
        """Make one measure, publish it unless it says otherwise, and note its open questions."""
        status = idea.get("status", "in_progress")
        start, end = (day(text, self.today) for text in idea.get("period", ["", ""]))
        progress = idea.get("progress")
        lead = self.actors.get(idea.get("lead"))
        field = self.fields.get(idea.get("field"))
        data = {
            "title": idea["title"],
            "kind": idea.get("kind", Kind.PROJECT),
            "status": status,
            "status_reason": idea.get("reason", ""),
            "status_changed_on": min(start or self.today, self.today),
            "summary": idea.get("summary", ""),
            "starting_situation": idea.get("situation", ""),
            "description": idea.get("description", ""),
            "expected_effect": idea.get("effect", ""),
            "start_on": start,
            "end_on": None if status == "permanent" else end,
            "is_permanent": status == "permanent",
            "period_note": idea.get("rhythm", ""),
            "priority": idea.get("priority", ""),
            "is_focus": idea.get("focus", False),
            "is_quick_win": idea.get("quick", False),
            "is_district_wide": idea.get("district", False),
            "cost": Decimal(idea["cost"]) if "cost" in idea else None,
            "lead": lead,
            "responsible": self.keepers[index % 3 == 2],
            "progress_on": past_day(progress[0], self.today) if progress else None,
            "progress_note": progress[1] if progress else "",
            "next_review_on": day(idea.get("review", ""), self.today),
            "further_fields": [self.fields[number] for number in idea.get("fields", [])],
            "goals": [self.goals[code] for code in idea.get("goals", []) if code in self.goals],
            "target_groups": [self.groups[slug] for slug in idea.get("groups", []) if slug in self.groups],
            "municipalities": [self.places[name] for name in idea.get("places", []) if name in self.places],
            "cross_cutting_plans": [
                self.plans[slug] for slug in [PLAN_OF_FIELD.get(idea.get("field"))] if slug in self.plans
            ],
        }
        funding = [
            {"source": source, "amount": Decimal(amount), "state": state, "valid_until": day(until, self.today)}
            for source, amount, state, until in idea.get("funding", [])
        ]
        partners = [(self.actors[key], role) for key, role in idea.get("partners", []) if key in self.actors]
        measure = services.create_measure(data=data, field=field, partners=partners, funding=funding)
        for topic, code, message, hint, original in idea.get("questions", []):
            services.add_clarification(
                measure=measure, topic=topic, code=code, message=message, hint=hint, original=original
            )
        if idea.get("published", True):
            services.publish_measure(measure=measure)
