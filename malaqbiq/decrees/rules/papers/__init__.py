"""What official papers say: stored facts (`snapshot`), Indonesian wording (`wording`), texts that an office may edit
(`texts`), composing a decree's paper from them (`compose`) and laying it out as pages (`pages`). All of it is pure.
"""
