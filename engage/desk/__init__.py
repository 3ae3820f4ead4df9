"""What is put together of all features: where each person begins (the officer's week, an association's own page), and
what everyone reads of the associations and of what was done with them. It owns no table.
"""
