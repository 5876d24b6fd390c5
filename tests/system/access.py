"""Words of the role × URL table: what each role gets.

Columns: visitor, council, contributor of the lead, contributor of another actor, reader, office.
"""

ROLES = ("visitor", "council", "contributor_of_lead", "contributor_of_other", "reader", "office")

PUBLIC = (200, 200, 200, 200, 200, 200)
LOGGED_IN = (302, 200, 200, 200, 200, 200)
INSIDE = (302, 403, 200, 200, 200, 200)
OF_THE_LEAD = (302, 403, 200, 404, 200, 200)
OF_THE_LEAD_404 = (404, 404, 200, 404, 200, 200)
READ_ALL = (302, 403, 403, 403, 200, 200)
OFFICE = (302, 403, 403, 403, 403, 200)
OWNER = (302, 403, 404, 404, 404, 200)
ALLAUTH_VISITOR = (200, 302, 302, 302, 302, 302)
ALLAUTH_USER = (302, 200, 200, 200, 200, 200)
