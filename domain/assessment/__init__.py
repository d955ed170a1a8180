"""The joint assessment of risk and needs, in rounds."""
