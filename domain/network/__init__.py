"""The network around the case: members, their answers, their agreements."""
