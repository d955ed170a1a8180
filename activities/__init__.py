"""Everything that touches the outside world, behind small protocols."""
