"""The plan: interventions, who provides them, how they go."""
