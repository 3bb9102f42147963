"""What is promised, measured: `malaqbiq bench`. A measurement tells; it never decides whether a test passes."""
