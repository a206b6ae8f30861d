"""The five services.

plans          what is being worked towards, and when
nominations    who is put forward, vetted, decided upon
notifications  who is told what, and how
reporting      what happened, counted; rebuilt from events
gateway        the staff's window; owns no business data
"""
