"""What leaves the house: tables for spreadsheets, and segments for a CRM."""
