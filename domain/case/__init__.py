"""The case itself: everything that is known of one person's transition."""
