"""Subscriptions: what other systems are told of a case, and how it reaches them."""
