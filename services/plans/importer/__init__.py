"""Reads an official plan document (kế hoạch công tác thi đua, khen thưởng) and shows what it understood."""
