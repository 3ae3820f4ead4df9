"""The days on which schools or everyone are off: public holidays and school breaks, city-wide, whole days.

They come from the import of a city and from those who keep its places. Nothing is refused because of them: whoever
plans a seminar on such a day is warned (engage.seminars).
"""
