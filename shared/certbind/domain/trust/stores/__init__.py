"""Which roots browsers and programs take, for which certificates and until when."""
