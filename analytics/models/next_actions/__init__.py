"""What to do next for one customer, and why."""

from analytics.models.next_actions.actions import (
    ActionRule,
    NextAction,
    NextActions,
    action_rules,
    actions_for,
    next_actions,
)
from analytics.models.next_actions.holding import Standards

__all__ = ["ActionRule", "NextAction", "NextActions", "Standards", "action_rules", "actions_for",
           "next_actions"]
