"""What stands beside the words of the catalogue, in both languages."""
