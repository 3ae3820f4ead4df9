"""Which words does a refusal have? One table of them all."""

from engage.language import Lazy

# type → (title, detail). The detail may mention the figures that the refusal carries.
PROBLEMS: dict[str, tuple[str, str]] = {
    "agreement-over": (
        Lazy("Its last day has passed"),
        Lazy("The last day of this agreement has passed. Change its dates first."),
    ),
    "already-appealed": (Lazy("Already appealed"), Lazy("You can appeal once each time that your words are hidden.")),
    "already-member": (Lazy("Already a member"), Lazy("This person acts for the association already.")),
    "already-registered": (
        Lazy("Already registered"),
        Lazy("There is already a registration for this seminar."),
    ),
    "already-signed": (Lazy("Already signed"), Lazy("This text is signed for your side already.")),
    "asked-already": (
        Lazy("Asked already"),
        Lazy("You asked for this theme on {day} already. Send it again only if you mean another seminar."),
    ),
    "association-cannot-sign": (
        Lazy("The association cannot be bound now"),
        Lazy("Only a verified association whose board's mandate is valid enters into agreements."),
    ),
    "association-not-verified": (
        Lazy("Association not verified"),
        Lazy("Only verified associations can register a delegation."),
    ),
    "associations-only": (
        Lazy("For associations"),
        Lazy("Only associations can register for this seminar."),
    ),
    "bad-request": (Lazy("Request not understood"), Lazy("We could not read what was sent. Please try again.")),
    "busy": (Lazy("Busy for a moment"), Lazy("Too many people are here at once. Nothing is lost: try again shortly.")),
    "challenge-required": (
        Lazy("One small check first"),
        Lazy(
            "Very many messages come in at the moment."
            " Yours is taken after a small check by your device, or after a wait."
        ),
    ),
    "city-missing": (Lazy("City not imported"), Lazy("Import the sample city first: {missing} is missing.")),
    "code-taken": (Lazy("Code taken"), Lazy("Another one already has this code.")),
    "date-taken": (
        Lazy("No longer free"),
        Lazy("The place is no longer free at that time. Choose another date, or write to us."),
    ),
    "draft-has-registrations": (
        Lazy("Seats are held"),
        Lazy("Seats of this draft were promised. Cancel the seminar instead: whoever holds them is told."),
    ),
    "email-taken": (Lazy("Address taken"), Lazy("There is an account with this e-mail address already.")),
    "files-away": (
        Lazy("Files out of reach"),
        Lazy("Files can neither be kept nor handed over at the moment. Please try again in a minute."),
    ),
    "filter-name-taken": (Lazy("Name taken"), Lazy("You keep a search under this name already.")),
    "forbidden": (Lazy("Not allowed"), Lazy("Your role does not allow this.")),
    "form-expired": (Lazy("The form is too old"), Lazy("Go back, reload the page and send it again.")),
    "gone": (Lazy("No longer here"), Lazy("This page no longer exists.")),
    "guest-list-full": (
        Lazy("The guest list is full"),
        Lazy("{most} people are invited already, and no more can be. Ask whoever gave you the link."),
    ),
    "idempotency-key-reused": (
        Lazy("Key already used"),
        Lazy("This Idempotency-Key was used for another request."),
    ),
    "internal-error": (
        Lazy("Something went wrong"),
        Lazy("The fault is ours and we have been told. Nothing you sent was half kept. Please try again later."),
    ),
    "invalid-input": (Lazy("Please correct some fields"), Lazy("Some fields need another look.")),
    "invalid-token": (
        Lazy("Token not valid"),
        Lazy("This token is not known, was revoked or is too old. Ask for another."),
    ),
    "invitation-for-another": (
        Lazy("For another address"),
        Lazy("This invitation was sent to another address. Sign in with the account that has it."),
    ),
    "last-manager": (
        Lazy("The last manager"),
        Lazy("An association is never without a manager. Make somebody else a manager first."),
    ),
    "link-expired": (Lazy("The link is too old"), Lazy("This link was used already or has expired. Ask for another.")),
    "look-alike": (
        Lazy("There may be one like it"),
        Lazy("An association that sounds like yours is known already. Look whether it is the same."),
    ),
    "mandate-expired": (
        Lazy("Board mandate expired"),
        Lazy("The mandate of the board ended on {day}. File its renewal: all works again once it is accepted."),
    ),
    "method-not-allowed": (Lazy("Method not allowed"), Lazy("This address does not do that.")),
    "not-a-demo": (Lazy("Not a demonstration"), Lazy("Only where ENGAGE_DEMO=1 is set.")),
    "not-acceptable": (Lazy("Format not available"), Lazy("This address does not speak that format.")),
    "not-allowed": (Lazy("Not allowed"), Lazy("Your role does not allow this.")),
    "not-asked-now": (
        Lazy("No answer is taken now"),
        Lazy("We ask for two weeks after a thread is closed. What you answered is counted."),
    ),
    "not-by-invitation": (
        Lazy("Not by invitation"),
        Lazy("Only a seminar for invited guests that is still to come has a guest list."),
    ),
    "not-found": (Lazy("Page not found"), Lazy("This page does not exist, or is not open to you.")),
    "not-signed-in": (Lazy("Please sign in"), Lazy("This page is for people who are signed in.")),
    "not-yet": (Lazy("Not yet"), Lazy("The seminar has not begun yet.")),
    "offer-ended": (
        Lazy("The offer has ended"),
        Lazy("It lapsed, or others have the seats now. You keep your place on the waiting list."),
    ),
    "officer-taken": (
        Lazy("Officer taken"),
        Lazy("Another seminar has just taken one of these officers at that time."),
    ),
    "one-refused": (Lazy("One of them does not allow it"), Lazy("{which}: {why} Nothing was changed.")),
    "others-merged": (
        Lazy("Others were joined to it"),
        Lazy("Other threads were joined to this one. Take them apart first, or join the other one to this."),
    ),
    "own-decision": (
        Lazy("Another moderator decides"),
        Lazy("Whoever hid the words, or wrote them, does not decide the appeal."),
    ),
    "party-too-large": (Lazy("Party too large"), Lazy("{most} people at most. You entered {asked}.")),
    "party-too-small": (Lazy("Party too small"), Lazy("{least} people at least. You entered {asked}.")),
    "payload-too-large": (Lazy("Too large"), Lazy("What was sent is too large.")),
    "precondition-failed": (
        Lazy("Changed meanwhile"),
        Lazy("Someone changed this meanwhile. Review, then save again."),
    ),
    "quota-reached": (
        Lazy("Quota reached"),
        Lazy("One association gets {most} seats at most. Yours has {held} already, waiting ones included."),
    ),
    "receipt-known": (
        Lazy("Receipt known already"),
        Lazy("One of the associations that you see has this receipt already. Look whether it is the same."),
    ),
    "reference-taken": (Lazy("Reference taken"), Lazy("Another seminar already has this reference.")),
    "registration-closed": (Lazy("Registration closed"), Lazy("Registration for this seminar is closed.")),
    "renewal-open": (
        Lazy("A renewal is under review"),
        Lazy("There is one already that waits for a decision."),
    ),
    "reopen-too-late": (
        Lazy("Too late to reopen"),
        Lazy("A thread can be reopened for {days} days. Please write a new one."),
    ),
    "request-in-progress": (
        Lazy("Still under way"),
        Lazy("The same request is still being worked on. Ask again in a moment."),
    ),
    "scanner-away": (
        Lazy("No file can be taken"),
        Lazy("Files are looked through before they are kept, and that is not possible now. Please try again shortly."),
    ),
    "scope-missing": (Lazy("Not allowed"), Lazy("This token may only read.")),
    "seats-exhausted": (Lazy("No seats left"), Lazy("The last seats have just been taken.")),
    "sign-in-failed": (
        Lazy("Not signed in"),
        Lazy("The address or the password is not right, or you have not opened the link in our message yet."),
    ),
    "similar-threads": (
        Lazy("Is it one of these?"),
        Lazy("Others wrote about something like it. If it is the same, support it there: that counts more."),
    ),
    "stale-version": (Lazy("Changed meanwhile"), Lazy("Someone changed this meanwhile. Review, then save again.")),
    "storage-full": (Lazy("Storage full"), Lazy("We cannot keep anything new at the moment. Please try again later.")),
    "text-changed": (
        Lazy("The text has changed"),
        Lazy("The text is no longer the one you read. Read it again, then sign."),
    ),
    "thread-merged": (
        Lazy("Treated with another thread"),
        Lazy("This thread was joined to another one about the same matter. It goes on there."),
    ),
    "too-many-applications": (
        Lazy("Too many applications"),
        Lazy("{most} applications of one person wait at most. Please wait for an answer to one of them."),
    ),
    "too-many-filters": (
        Lazy("Too many saved searches"),
        Lazy("{most} are kept at most. Delete one to keep another."),
    ),
    "too-many-invitations": (
        Lazy("Too many invitations"),
        Lazy("{most} can be open at once at most. Revoke one, or wait until some are accepted."),
    ),
    "too-many-messages": (
        Lazy("Too many messages"),
        Lazy("{most} messages an hour at most about one seminar. Nothing was sent: please wait."),
    ),
    "too-many-papers": (
        Lazy("Too many papers"),
        Lazy("{most} papers of one association are kept at most, those withdrawn in the last year included."),
    ),
    "too-many-photos": (
        Lazy("Too many photographs"),
        Lazy("{most} photographs go with one post at most."),
    ),
    "too-many-proposals": (
        Lazy("Too many requests wait"),
        Lazy("{most} at most wait for an answer at a time. Withdraw one to send another."),
    ),
    "too-many-requests": (Lazy("Too many tries"), Lazy("Please wait before you try again. Minutes: {minutes}.")),
    "too-many-words": (Lazy("Too many words"), Lazy("{most} words are watched at most. Remove one to add another.")),
    "unsupported-media-type": (Lazy("Format not understood"), Lazy("Send JSON (application/json).")),
    "venue-taken": (Lazy("Venue taken"), Lazy("Another seminar has just taken this venue at that time.")),
    "version-missing": (Lazy("Version missing"), Lazy("Send the version that you edit in If-Match.")),
    "word-known": (Lazy("Word known already"), Lazy("This word is watched already, perhaps in another form.")),
    "wrong-state": (Lazy("Not possible now"), Lazy("The present state does not allow this step.")),
}
