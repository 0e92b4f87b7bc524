"""Find where the facts contradict each other: one file a rule."""

from tracker.findings.finding import Finding, FindingInput, Rule, Severity
from tracker.findings.registry import RULES, UnknownCheckError, run_checks

__all__ = ["RULES", "Finding", "FindingInput", "Rule", "Severity", "UnknownCheckError", "run_checks"]
