"""Persons of the network under data protection law: who a request is about, and what this app holds of them."""
