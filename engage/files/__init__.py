"""Files that people send: papers of associations now, whatever others need later.

What a file is shows in its content, never in its name. Pictures are made anew, so that nothing travels in them; a PDF
or a Word document is kept as it is or refused. Content lies outside the web root under a random name, its row knows the
digest, and only the feature that owns the file decides who may have it.
"""
