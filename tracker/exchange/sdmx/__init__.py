"""Figures in force as SDMX-CSV 2.0, with their structure in SDMX-ML 3.0: what statistical offices exchange."""
