"""The story of January 2022 in Sulawesi Barat, told to the day: made-up people, real structure,
floors and dates.
"""
