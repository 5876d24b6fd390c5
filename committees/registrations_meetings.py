"""What this part brings to the registries of `core`: Meetings, agendas and invitations."""
