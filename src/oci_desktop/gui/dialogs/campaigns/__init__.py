"""What is done in a campaign: steps, dispenses, attestations, the campaign itself and whom it addresses."""
