"""Pure decisions of appraisal: instruments, scoring, who may judge whom, deadlines, what keeps a cycle open."""
