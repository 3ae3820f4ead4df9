"""Where each person begins: the officer's week and what waits, everyone else's own page. It owns no table."""
