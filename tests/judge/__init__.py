"""The judge: certbind and Chromium asked the same question of the same endpoints."""
