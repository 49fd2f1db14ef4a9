/**
 * Sentence patterns. `{X}` is a slot, `[a|b]` a choice. P person in any form, F first name, L surname, W first and last, R last, first;
 * C city, S state or country, G place of any kind; O firm, K product, J job, D date, H time, N number, E mail, U phone, M month, Y weekday,
 * T title before a name, X identifier, B noun, A adjective, V verb, Q money, Z demonym, I food or animal, Z2 street.
 */
const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export const ENGLISH = lines(String.raw`
Please [contact|call|email|reach out to|speak with|ask|notify|inform] {P} [about|regarding|concerning|on] [the|your|this] {B}[.|| by {Y}.| before {D}.]
[Please|Can you|Could you|Would you] [forward|send|email|pass] [this|the {B}|the report|it] to {P}[?|.| and {P}?| before {H}.]
[Hi|Hello|Hey|Dear|Good morning|Good afternoon|Good evening|Greetings] {F},[ I hope you are well.| thanks for the {B}.| any news on the {B}?|]
[Hi|Hello|Dear|Hey] {P}[,|!| -|:] [thank you for|thanks for|just checking on|following up on|this is about|I wanted to ask about] [your|the] {B}
Dear {T} {L}[,|:]
Dear {T} {L}, [we are writing|I am writing|this is] [to inform you|to confirm|regarding] [that|the] {B}
Dear {F} and {F},
Hi {F} and {F}, [can you|could you] [look|check] at the {B}?
Hey {F}, did {F} [send|get|finish|fix|review] the {B} [yet|already]?
[Best|Best regards|Kind regards|Regards|Sincerely|Thanks|Thank you|Cheers|Yours truly|Warm regards|Many thanks],[ |\n|\n\n]{P}
[Best|Thanks|Cheers], {F}[\n{J}|]
[Thanks|Thx|Ty] {F}[!|.|]
-- {W}, {J}, {O}
{W}\n{J}\n{O}\n{U}
{W} | {J} | {O}
{W} ({E})
{W} <{E}>
From: {W} <{E}>\nTo: {W} <{E}>\nSubject: {B} [for|in] {M}
To: {W}\nCc: {W}, {W}\nDate: {D}
Cc: {P}, {P}
[Patient|Client|Customer|Name|Full name|Employee|Applicant|Student|Member|Guest|Passenger|Cardholder|Account holder|Beneficiary|Tenant|Contact|Contact person|Emergency contact|Next of kin|Assignee|Reporter|Author|Owner|Attendee|Signed|Signed by|Approved by|Prepared by|Witness|Physician|Doctor|Attending|Referred by|Recipient|Sender|Payee|Insured|Policyholder|Manager|Supervisor|Requested by|Host|Driver|Buyer|Seller]: {P}
[Patient|Client|Name|Employee|Insured|Surname, first name|Defendant|Plaintiff]: {R}[, DOB {D}|; MRN {N}|| ({N} y/o)]
[Patient|Pt|Pt.] {P} [presented|was admitted|was seen|arrived|complains|reports|was discharged] [with|to|on|of] [a {B}|the {B}|{D}|chest pain|fever|headache]
{P}, a {N}-year-old [man|woman|male|female|teacher|patient], [was|presented|came|reported] [admitted|to the {B}|with {B}]
{P} is a {N} year old [male|female] [with|who] [a history of|has] {B}
[First name|Given name|Forename|first_name|firstName|First]: {F}[\n|, |; ][Last name|Surname|Family name|last_name|lastName|Last]: {L}
[Last name|Surname|Family name]: {L}[\n|, |; ][First name|Given name]: {F}
{P} [said|told|asked|wrote|replied|noted|argued|explained|added|claimed|mentioned|reported|confirmed|announced] [that|on {Y} that|the reporter|me] the {B} [was|is|would be] {A}
"[The|Our|This] {B} is {A}," [said|says|explained|wrote] {P}[.|, {J} at {O}.|, who runs {O}.]
According to {P}[, the {B} is {A}.| of {O}, the {B} will {V}.]
I [met|saw|spoke with|talked to|had lunch with|work with|called|emailed|know|just spoke to] {P} [yesterday|today|last {Y}|in {C}|at {O}|about the {B}|this morning].
[My name is|I am|I'm|This is|It's] {P}[.| and I {V} the {B}.| from {O}.|, I'd like to {V} my {B}.| calling about my {B}.]
my [name is|names] {P}
[My|His|Her|Their|Our] [wife|husband|brother|sister|mother|father|son|daughter|friend|boss|colleague|manager|neighbor|doctor|lawyer|teacher|partner|uncle|aunt|cousin|landlord|assistant|roommate] {P} [lives|works|is|was|has|will] [in {C}|at {O}|a {B}|{A}|here].
[My|her|his|our] [colleague|boss|friend|manager|doctor], {P}, [will|can|should] {V} the {B}.
{P} [and|&] {P} [are|were|will be] [working on|meeting about|discussing|in charge of] the {B}
[Meeting|Call|Lunch|Interview|Appointment|1:1|Sync|Demo] with {P} [at {H}|on {Y}|tomorrow|on {D}|re: {B}]
{P}'s [account|order|invoice|appointment|laptop|report|passport|birthday|password|email|phone|team|address|house|car|book|manager] [is|was|has been] {A}
[the|a] {B} [from|by|of|for|belongs to|owned by|assigned to|written by|reviewed by|signed by] {P}
[Assigned|Reassigned|Escalated|Transferred] to {P} [by {P}|on {D}|]
{T} {L} [will see you|called|is out of office|has approved|left|joined] [now|today|on {Y}|the {B}|]
{T} {W} [will|has|is] [the {B}|joining us|speaking at {O}|in {C}]
{T} and {T} {L} [live|lived|moved] [in|to] {C}
[Attorney|Judge|Justice|Officer|Detective|Senator|President|Captain|Nurse|Principal|Coach|Agent|Inspector|Father|Sister|Queen|King|Chancellor|Minister|Governor|Mayor] {P} [ruled|said|arrived|testified|signed|was] [that|at|the {B}|{A}]
[Plaintiff|Defendant|Petitioner|Respondent|Appellant|Claimant] {P} [filed|alleges|moved|claims|denies] [a {B}|that|the {B}]
{L} v. {L}, {N} U.S. {N}
[The|This] [agreement|contract|lease|will] is [made|entered into] between {P} [("Buyer")|("Tenant")|] and {P} [("Seller")|("Landlord")|of {C}]
I, {W}, [hereby|being of sound mind,] [declare|authorize|certify|appoint {P}] [that|to {V}] the {B}
[CEO|CTO|CFO|President|Founder|Director|Chairman|Spokesperson|Professor|Author|Actor|Actress|Singer|Striker|Coach|Manager|Engineer|Analyst] {P} [said|resigned|announced|will|told {O}] [the {B}|that|on {Y}]
{O} [CEO|CTO|founder|spokesman|spokeswoman|director|president|analyst] {P} [said|announced|declined|confirmed] [the {B}|to comment|on {Y}]
{P} ({O}) [and|,] {P} ({O})
{P}, [{J} at|{J} of|founder of|CEO of|head of|director of|a lawyer at] {O}[, said|, announced|.| will speak.]
{P} [was born|died|grew up|lives|lived|resides|was arrested|moved|studied|works|is based|was raised|settled] in {G}[.| in {N}.| on {D}.|, {S}.]
{P} [flew|drove|went|traveled|moved|returned|relocated] [from {G} to {G}|to {G}|back to {G}] [on {D}|last {M}|]
[John Doe|{W}] and {W} [got|were] married in {G}
[Book|Reserve|Schedule] a [room|table|flight|meeting] for {P} [in {C}|at {H}|on {D}]
[ask|tell|ping|msg|call|text|email|cc|dm|thank|remind|meet] {F} [about|re|for|to|if] [the {B}|it|that|this] [pls|asap|thanks|]
[ask|tell|ping|call|text|email] {P}
can [u|you] [ask|tell|ping|call] {P} [to {V} the {B}|about this|pls|]
{F} [is|was|will be|isn't|said she's|said he's] [here|late|sick|out today|on leave|in {C}|on vacation|coming|done with the {B}]
[did|has|does|will|can|is] {P} [send|know|have|like|fix|coming|check] [the {B}|it|this][?|]
{F}: [hey|hi|ok|sure|yes|no|thanks|done|what about the {B}?|see you at {H}]
{W}: [The {B} is {A}.|I disagree.|Let's move on.|How is {F}?]
[{H}] {F}: [can you {V} the {B}?|ok|lol]
{F}, {F}, and {F} [are|were|will be] [at the {B}|invited|there|on the team]
{F}, {F} and {L} [are|were] [absent|present]
[Attendees|Participants|Present|Team|Members|Speakers|Authors|Cast|Students|Guests]: {P}, {P}, {P}[, {P}| and {P}]
[Attendees|Team|Authors]:\n- {W}\n- {W}\n- {W}
1. {W}\n2. {W}\n3. {W}
- {W} ({J})\n- {W} ({J})
{W},{E},{U},{C}
{N},{F},{L},{E}
{F}\t{L}\t{N}\t{C}
| {W} | {E} | {C} |
{"name": "{W}", "email": "{E}"}
{"name":"{W}","age":{N},"city":"{C}"}
{"firstName": "{F}", "lastName": "{L}", "phone": "{U}"}
{"first_name":"{F}","last_name":"{L}"}
{"id": {N}, "user": {"name": "{W}", "role": "admin"}, "status": "active"}
{"customer": "{W}", "order": "{X}", "total": {N}}
{"author": "{W}", "title": "{K}", "country": "{S}"}
{"[patient|patient_name|full_name|contact|owner|assignee|assigned_to|reporter|recipient|sender|manager|displayName|fullName|customerName|cardholder|created_by|employee|username]": "{W}"}
{"users": ["{W}", "{W}", "{W}"], "count": {N}}
"attendees": ["{F}", "{F}"]
[name|full_name|customer|patient|owner|author|contact]: [{W}|"{W}"]
name={W}[&|;] city={C}
user="{W}" action=[login|logout|update] status=200
[INFO|WARN|ERROR|DEBUG] [User|Customer|Account] {W} [logged in|created|updated|deleted|failed]
{D} {H} INFO user {W} ({E}) [logged in|signed up] from {C}
<name>{W}</name><city>{C}</city>
<td>{W}</td><td>{C}</td>
INSERT INTO users (name, email) VALUES ('{W}', '{E}');
SELECT * FROM users WHERE name = '{W}';
Ship to: {W}, {N} {Z2}, {C}, {S} {N}
{W}\n{N} {Z2}\n{C}, {S} {N}
[Address|Location|City|Hometown|Place of birth|Birthplace|Destination|Office]: {G}
[City|Town]: {C}[, |\n|; ][State|Country|Region]: {S}
{N} {Z2}, {C}, {S}
[The|Our|Their] [office|headquarters|store|team|branch|factory|warehouse|hotel|conference|meeting|server|flight|package] [in|near|outside] {G} [is|was|will be] {A}
[I|We|They|She|He] [live|lives|moved|went|travelled|flew|am going|are flying|work|stayed] [in|to|from|near|around] {G}[.| last {M}.| next week.| for {N} days.]
[traveling|flying|driving|moving|shipping] [from {G} to {G}|to {G}|via {G}]
[The|A] {B} in {G} [and|,] {G} [will|has] {V}
[weather|flights|hotels|jobs|restaurants|news|apartments|traffic] [in|to|from|near] {G}
What is the [weather|time|population|capital] [in|of] {G}?
{G} is [the capital of|a city in|located in|north of|bigger than|part of] {G}
{C}, {S} [-|--] [The|A] {B} [was|has] {A} [on {Y}|] [, said {P}|]
The [government|president|mayor|people|city|state|population|economy|embassy|coast] of {G} [said|is|was] {A}
[north|south|east|west|northern|southern|eastern|western|central|downtown|Northern|Southern|Downtown] {G} [is|was] {A}
{O} [opened|closed|is opening|has] [a|an|its] [office|store|plant|branch] in {G}[.| and {G}.]
{O} [announced|said|reported|launched|released|acquired {O}|bought {O}|sued {O}] [that|a {A} {B}|the {B}|{K}|in {M}]
[I|We|They] [work|worked] [at|for|with] {O} [in {C}|since {M}|as a {J}|]
[Ticket|Issue|Bug|Case|Order|Invoice] {X}: {P} [reports|says|complains|cannot {V}] [that|the {B}]
[Commit|PR|Review] by {W}: [fix|add|update|remove] {B}
Co-authored-by: {W} <{E}>
Signed-off-by: {W} <{E}>
Copyright (c) {N} {W}
@author {W}
[Photo|Text|Story|Review|Written|Translated|Edited|Directed|Composed|Illustrated] by {P}
{K} by {P} [is|was] {A}
[a|the] [book|film|song|painting|novel|poem|album] by {P}
{L}, {F}. ({N}). {K}. {C}: {O}.
{L}, {F}, and {W}. "{K}." {O} {N} ({N}): {N}.
([Smith|{L}], {N}; {L} et al., {N})
{L} [et al.|and colleagues|and {L}] ({N}) [found|showed|argue] that the {B} is {A}
{T} {L}'s [office|patients|class|lecture] [is|was|are] {A}
[As|When|While|After|Before|Because|If|Since|Although] {P} [said|left|arrived|called|explained|was away], the {B} [was|is] {A}
[Yesterday|Today|Tomorrow|Then|However|Finally|Meanwhile|Later|Unfortunately|Luckily], {P} [will|called|left|met {P}|signed] the {B}
[with|from|by|for|to|about|and|than|without|like] {P}
{P} [vs|vs.|and|or] {P}
Is {P} [there|available|home|free]?
[Who|What] is {P}?
{P}?
{P}
Mr. and Mrs. {L} [are|were|will be] [invited|here|{A}]
[we|I|you] need {P}'s [approval|signature|sign-off|help|input] [on|for|before] the {B}
[because|so|since|but|until|that|when|if|while|where|and|then|though] {P} [is|was|has|had|will|can't|would|missed|left|said|wants|asked|already|never|still|just] [{A}|the {B}|to {V}|left|gone]
[just|please|somebody|someone|could you|don't|to|let's|will|must|should] [tell|ask|thank|help|call|inform|meet|join|follow|trust] {P} [that|to|if|about|when] [the {B}|we|it] [is|was|{V}] [{A}|]
[met|meet|meeting|working|lunch|talking|speaking|out|back and forth|stuck] with {P} [all week|all day|again|and {P}|today|at {H}|yesterday|]
[ok so|so|well|yeah|and|but|lol|btw|omg] {F} [said|says|pays|wants|forgot|told me|is|was|has] [he'd|she'd|the|it|to] {V} [it|the {B}|]
{P} {VP} [that|the|a|an|his|her|it|to|in|for|with|and|not|over|about|my|our] {B} [is|was|of the {B}|on {Y}|]
{P} {VN} [that|the|a|his|her|it|to|in|for|with|me|our|every] {B} [is|was|of the {B}|on {Y}|]
{L} {VP} [that|the|a|his|her|it|for|twice] {B}[, while {L} {VP} [it|the {B}|that the {B} was {A}]|]
[the|The|a|Her|His|My] {B}, {P}, {VP} [the {B}|in {C}|that the {B} is {A}]
[the|The|our] {A} {B} {VP} {P} [in {C}|on {Y}|and {P}|]
[Hi|Hey] {F}, {F} [asked|told|said|wants|has|is|was|will] [me|to|that|the {B}|{A}]
[I'll|we'll|you'll|he'll|they'll] be [with|meeting|at] {P} [and {P}|at {H}|]
[the|a|our|their] {C} [office|team|branch|airport|store|plant|hospital|school|police|region|market|warehouse|chapter|marathon] [is|was|will] {A}
[at|in|near|from|left|reached|leaving|outside|around|across|visited|visiting] {C} on {D}
{P} [joined|left|founded|runs|leads|heads|owns|chairs|sued|advises] {O} [in {M}|in {N}|last year|as {J}|after {N} years|]
[Former|Ex-|Outgoing|Acting|Interim|Deputy] {J} {P} [will|has|is] [retire|resigned|joining {O}|replaced by {P}]
[We are pleased to|We're excited to|I'd like to|Please join me in] [welcome|introduce|announce|congratulating] {P}[, our new {J}| to the team| as {J}|].
[Any questions|For questions|For help|In an emergency|For access], [please |][contact|see|ask|call] {P} [in {B}|at {E}|at {U}|or {P}]
[It is with deep sadness|We regret to inform you] that {P} [passed away|died|has left {O}] [on {D}|in {C}|last week].
[In memory of|Dedicated to|In loving memory of|Special thanks to|Props to|Kudos to|Credit to|Courtesy of|Hats off to|Shout-out to] {P}[.| and {P}.| for the {B}.]
[the|a] {B} [named|called] after {P}
[a|the] [man|woman|boy|girl|nurse|driver|student|customer|patient|guy|lady|agent|cashier|rep] [named|called|by the name of] {P} [said|came|called|was|promised|told me] [{A}|a {B}|the {B}|]
[Everyone|Everybody|People|Friends|They|We] [call|calls|called|know|knew] [me|him|her] {F}[.| but my name is {W}.|]
My name is {W} but everyone calls me {F}
[You can call me|Call me|They call me|Just ask for|Ask for|Look for|It's for|This one is for] {F}[.|, {N}.| at the {B}.]
[Where|When|Why|How] [did|does|will|is|was|can] {P} [go|live|work|leave|find|going|pay for the {B}|{V} the {B}]?
[Do you|Did you|Have you|Does anyone|Anybody] [know|remember|see|seen|met|heard from|hear about|have a number for] {P}?
[If|When|Once|Unless|After|Before] {P} [approves|agrees|arrives|signs|calls|replies|gets back|is here], [we|I|you|they] [can|will|should] {V} [the {B}|it].
[I think|I believe|I heard|I guess|Not sure but|Apparently|Looks like|Seems|Turns out|Rumor has it|It seems that] {P} [is|was|will|has|already|might|did] [{A}|{V} the {B}|the {B}|leaving|on it|there]
[looping in|adding|copying|cc'ing|CCing|Looping in|Adding|+] {P}[ and {P}|] [here|for visibility|to this thread|who can {V} this|]
@{F} [can you|please|pls|fyi] {V} the {B}
[Action item|Action|Owner|TODO|Next step|DRI|Lead|PIC|Point of contact|POC|Responsible|Interviewer|Candidate|Instructor|Presenter|Moderator|Chair|Secretary|Treasurer|Notes by|Scribe|Drafted by|Checked by|Verified by|Submitted by|Sold by|Delivered by|Received by|Paid by|Issued by|Caller|Complainant|Victim|Suspect|Informant|Trustee|Executor|Grantor|Grantee|Landlord|Lender|Borrower|Guarantor|Surgeon|Anesthesiologist|Consultant|Radiologist|Provider|PCP|Therapist|Nurse|Case worker|Parent|Guardian|Spouse|Child|Mother's name|Father's name|Maiden name|Mother's maiden name|Nickname|Alias|Known as|Username|Display name|Real name|Legal name|Preferred name|Bill to|Ship to|Sold to|Deliver to|Attention]: {P}
[Action|TODO|Next]: {P} [to|will] {V} the {B} [by {Y}|]
[Pt|Patient] [is|was] {P}, [a {N} yo [M|F]|{N}yo [male|female]|DOB {D}], [with|who presents with|c/o|s/p] [chest pain|a {B}|fever and cough|diabetes|hypertension]
[Discussed|Reviewed|Spoke] with [patient's|pt's] [daughter|son|wife|husband|mother] {P} [by phone|at bedside|re: plan|about the {B}]
Seen [and examined|] by {T} {L} [on {D}|in clinic|in the ER|]
[Medication|Insulin|Ibuprofen|The {B}] [prescribed|ordered|given|signed] by {T} {L}
[On|In] {D}, {P} [signed|sold|bought|filed|entered|transferred] [the {B}|a {B}|the property in {C}|into an agreement with {O}]
[Counsel for|On behalf of|Attorney for|Representing|Heirs of|Estate of|Guardian of|Mother of|Widow of|Son of|Daughter of] {P}[, {O}|]
[The court|The jury|The judge|The panel|Police|Prosecutors|Investigators|Witnesses|Neighbors|Colleagues|Critics|Fans|Voters|Parents|Doctors] [found|identified|described|arrested|questioned|charged|praised|blamed|believe|said|told] {P} [guilty|as the {B}|on {Y}|in {C}|with {B}|was {A}]
[Actress|Singer|Rapper|Tennis star|Quarterback|Novelist|Comedian|Billionaire|Astronaut|Scientist|Designer|Chef|Photographer|Activist|Economist|Historian|Poet|Philosopher|Composer|Swimmer|Boxer|Golfer|Midfielder|Goalkeeper|Pitcher|Coach] {P} [won|said|wrote|beat {P}|will star in {K}|was born in {C}|performed in {C}|donated {Q}]
[Written|Produced|Performed|Hosted|Narrated|Coached|Trained|Managed|Interviewed|Hired|Fired|Invited|Nominated|Recommended|Referred|Mentored|Painted|Sculpted|Photographed] by {P}[ and {P}|]
{P} [vs.|beat|defeated|lost to|replaced|succeeded|met|married|divorced|kissed|hugged|thanked|called|emailed|texted|visited|helped|followed|joined|taught|hired|interviewed] {P} [in {C}|on {Y}|in {N}|]
{P}, {N}, [of|from] {C}, [was|is|said|died|pleaded] [{A}|arrested|guilty]
[{C}|{S}] [Mayor|Governor|Police Chief|Senator|Minister|Ambassador] {P} [said|signed|visited] [the {B}|{C}|on {Y}]
[President|Prime Minister|Secretary|Senator|Congresswoman|Pope|Prince|Princess|King|Queen|Saint] {F} [of {S} |][visited|said|met|will|was]
[Student|Employee|Customer|Member|Account|Patient|User|Agent|Badge|Policy|Ticket] [ID|No.|number|#] {N}[:| -|,] {P}
{X} [{P}] [fixed|reported|assigned|closed]
[{D} {H}] {W}: [the {B} is {A}|hi all|joined the channel|left]
{H} - {P} [joined|left|is typing|shared a file|started the meeting]
{W} [commented|replied|wrote|posted|added a comment|assigned you|mentioned you|shared "{K}"|invited you|requested changes|approved] [on {D}|{H}|{N} hours ago|in {K}|]
[Merge|Merged] [branch|pull request] #{N} from {X} by {W}
[Begin|End] [transcript|quote|forwarded message] [from|by] {W}
[Interview with|Profile of|Letter from|Note to|Memo to|Remarks by|Speech by|Statement of|Affidavit of|Deposition of|Testimony of|Resume of|CV of|Biography of|Life of|Works of|Poems by|Portrait of|Obituary of|Tribute to|Farewell to|Message from|Voicemail from|Missed call from|Invoice for|Receipt for|Refund for|Reservation for|Table for|Party of|Birthday of|Wedding of] {P}[ and {P}|]
[I, the undersigned,|We, the undersigned,|The undersigned,] {W}, [agree|certify|declare] [that|to] the {B}
[customer_name|patientName|contact_person|emergency_contact|billing_name|cardHolder|account_owner|nextOfKin|author_name|sender_name|recipientName|agent|approver|signer|teacher|driver|guest_name|lead|host|poc]["|]: ["|]{W}["|]
["name"|"fullName"|"title"|"label"|"value"|"from"|"to"|"by"|"text"|"user"]: "{W}"
{"from":"{W} <{E}>","subject":"{B} {A}"}
{"text":"[Hi|Hello|Dear] {F}, the {B} is {A}","user":"{W}"}
{"role":"user","content":"[My name is|I am|Call|Email] {P} [and I need a {B}|from {C}|about the {B}]"}
customer={W}, city={C}, amount={N}
name: {W}\nemail: {E}\nphone: {U}\ncity: {C}
first: {F}\nlast: {L}\ndob: {D}
{F},{L},{E},{C},{S}
{L};{F};{N};{D}
"{L}","{F}","{C}","{N}"
{W}; {W}; {W}
{L}, {F}; {L}, {F}; {L}, {F}
{W}, {W}, {W}, and {W}
{F} {L}\t{E}\t{C}
<b>{W}</b> [said|from {C}]
**{W}** - {J}
> {W} wrote:
~ {F}
xoxo, {F}
Love, {F}
Yours, {F} [and {F}|& {F}|]
P.S. {F} says hi
[flew|drove|walked|sailed|cycled|commuted|travelled] [from|to|through|across] {G} [with {F}|to {G}|]
[born|raised|based|living|located|headquartered|made|arrested|seen|held] in {G}[, {P} {VP} the {B}|]
[the|The] {C} [police|council|airport|metro|mayor|times|office|weather|skyline]
[Greetings|Hello|Regards|Postcards|News|Live|Report|Message|Flights|Direct] from {G}
[{C}|{C}, {S}]: [the {B}|{N} people|sunny|{A}]
[in|at|near|to|from|of|around|via|outside] {G}
invite {F} and {F} [to|for] the {B}
[It was|It is] {P} who [said|noticed|found|wrote|signed|{V}ed] [that|it|the {B}]
{P}, {P}
[Happy birthday|Congratulations|Congrats|Welcome|Thank you|Good job|Well done|Sorry|Goodbye|Bye], {F}!
[Welcome|Welcome back|Thanks|Happy birthday|Good luck], {P}[!|.]
{F} {F} [called|is here]
{P} [left a message|scored|won|lost|ran|played|beat {P}|defeated {P}] [at {H}|{N} points|in {C}|the {B}]
[The|Our] [late|famous|great|young|new|former] {P} [was|is] {A}
The {L} [family|family's house|twins|brothers|case|report|estate] [is|was] {A}
[invoice|payment|transfer|refund|check|wire] [to|from|for] {P} [of|for] {Q}
{P} [paid|owes|sent|received|transferred] {Q} [to {P}|from {P}|for the {B}|]
[SSN|DOB|Phone|Email|ID] [for|of] {P}: {N}
{P}, SSN {N}, [born|DOB] {D}
{P} (born {D}[ in {G}|]) is [a|an] [{Z} |]{J}
{P} - {U}
{P}: {U}
Tel. {U} ({P})
Call {P} at {U} or {E}
[You can reach|Reach] {P} at {E}
{E} ({P})
[speaking with|on the line with|on behalf of|c/o|attn:|Attn:|ATTN:|care of] {P}
[passport|visa|ticket|reservation|booking|policy|license|certificate] [issued to|in the name of|for|holder] {P}
[The|This] {A} {B} [reminds me of|was given to|was found by|inspired|impressed|annoyed] {P}
[Both|Neither] {P} [and|nor] {P} [knew|has] the {B}
{W} [Jr.|Sr.|III|II|Jr|PhD|MD|, MD|, PhD|, Esq.|, RN] [is|was|signed|will] {A}
`);

/** Sentences without a name or place: what is written with capitals all the same. */
export const NEGATIVE = lines(String.raw`
{O} [released|updated|announced|launched] {K} [in {M}|on {Y}|{N}|today].
[Our|The|My] {K} [is|was|stopped working|needs an update|arrived] [on {Y}|today|]
[I|We] [bought|ordered|use|like|returned|installed] [a|the|my] {K} [from {O}|on {D}|last {M}]
[On|By|Until|Since|Every|Next|Last|This] {Y}[, {M} {N}|] [the|we|our] {B} [will|can] {V}
[In|Since|During|By|Until] {M}[, | {N}, ][the|our|we] {B} [was|is|were] {A}
{Y}, {M} {N}
The {B} [is|was|will be] {A}[.|!| and the {B} too.]
[Please|Kindly] {V} the {B} [before|after|by|until] {Y}
{O} {VP} [the|a|its|that the|over|in] {B} [on {Y}|in {M}|after the {B}|]
{O} and {O} [both|] {VP} [the|a|to] {B}
[of|at|for|from|with|by|to|the] {L} [Corporation|Corp|Inc.|Group|Foundation|Industries|Bank|Hospital|University|Institute|& Sons|Brothers|Holdings|Street|Avenue|Road|Prize|Award|Act|Center|Building|Library|Stadium|Airport|County|Museum] [, at the {B}|is {A}|on {Y}|in {C}|]
{W} [@|at|from|of|-|/|,] {O}[: the {B} is {A}|, {U}|]
The {B} [from|at|by|of] {O} [is|was] [due|{A}|late] [on {Y}|]
[Patient|Customer|Nobody|Everyone|Somebody|Management|Support|Security|Legal|Finance|Marketing|Engineering|Staff|Users|Police|Officials|Residents|Scientists|Students] {VP} [the|a|that the|over|in] {B}
[the|The|Our|Use the|Restart the|Check the] {K} [pipeline|dashboard|server|cluster|stock|report|device|app|page|driver|pads|plugin|integration] [is|was|needs|and the {B}] {A}
[Open|Closed|Pending|Resolved|Blocked|In Progress|Won't Fix|Duplicate|Critical|Major|Minor]
[Name|First Name|Last Name|Full Name|Address|City|State|Zip Code|Country|Phone Number|Email Address|Date of Birth|Gender|Signature|Date|Notes|Comments|Description]: [N/A|None|Unknown|TBD|______|{N}|]
[Name|First Name|Last Name|Email|Phone|City|Country][,|\t| ,][Email|Phone|Address|City|Status|Age|Department]
[Due|Created|Updated|Expires|Renewed|Posted|Published]: {M} {N}
[The|A|Our|This|That|Every] [Manager|Director|President|Chairman|Secretary|Engineer|Doctor|Judge|Officer|Agent|Customer|Client|Tenant|Landlord|Buyer|Seller|Borrower|Lender|Company|Agreement|Party|Parties|Contractor|Employee|Employer|Licensee|Licensor|Plaintiff|Defendant] [shall|may|will|must|is|has] [not |]{V} [the {B}|any {B}]
[Section|Article|Clause|Schedule|Exhibit|Annex] {N}[.| -|:] [{A2} {B2}|{B2}|{B2} and {B2}|Confidentiality|Governing Law|Termination|Force Majeure|Indemnification|Severability]
[Check|Try|Use|Visit|Download|Buy|Get|Install|Read|Watch|Follow|Join|Book|Order|Enjoy|Discover] [our|the|your|a|more] {A2} {B2} [today|now|here|for free|with {K}|]
[Free|New|Limited|Exclusive|Summer|Winter|Spring|Holiday|Weekend|Flash] [Shipping|Sale|Offer|Edition|Collection|Deal|Trial|Bonus] [on|for|ends|until|at] [{Y}|{O}|all {B}|{M} {N}]
[Blood pressure|Heart rate|Temp|WBC|Hemoglobin|Glucose|Cholesterol|CT scan|MRI|X-ray|EKG] [was|is|showed|of|:] [{N}|normal|{A}]
[Take|Apply|Inject|Prescribed|Continue|Stop|Start|Increase] [Lisinopril|Metformin|Aspirin|Tylenol|Advil|Lipitor|Prozac|Zoloft|Xanax|Humira|Ozempic|Amoxicillin|Prednisone|Warfarin|Insulin] {N} mg [daily|twice a day|as needed]
[Allergies|Diagnosis|History|Plan|Assessment|Chief complaint|Medications|Vitals|Labs]: [{B}|none|{A}|Type {N} Diabetes|Hypertension|Asthma|NKDA|Penicillin]
[The|A|My|Our|His|Her] [German Shepherd|Labrador|Persian cat|Siamese|Great Dane|Saint Bernard|Jack Russell|King Charles Spaniel|Granny Smith apple|Bloody Mary|Shirley Temple|Arnold Palmer|Tom Collins|Caesar salad|Eggs Benedict|Beef Wellington|Earl Grey|Victoria sponge|Dutch oven|Swiss Army knife|French press|Rubik's Cube|Stanley cup|Phillips screwdriver|Allen wrench|Bowie knife|Ferris wheel|Jacob's ladder|Murphy's law|Moore's Law|Occam's razor|Pandora's box|Achilles heel|Trojan horse] [is|was] {A}
[Harry Potter|Robin Hood|Peter Pan|Sherlock|Romeo and Juliet|Jane Eyre|Anna Karenina|Oliver Twist|David Copperfield|Macbeth|Hamlet|Madame Bovary|Emma|Rebecca|Carrie|Charlie Brown|Mickey Mouse|Batman|Superman|Spider-Man|Barbie|Santa Claus] [merchandise|costumes|books|movies|tickets|toys|themed {B}] [are|is|were] {A}
[404 Not Found|500 Internal Server Error|Access Denied|Permission denied|Connection refused|Segmentation fault|Out of memory|Stack overflow|Null pointer|Bad Request|Gateway Timeout|No such file or directory]
[System|Kernel|Network|Memory|Disk|Thread|Process|Cache|Queue|Worker|Scheduler|Broker|Listener|Session|Token|Cookie|Header] [{A}|timeout|overflow|restarted|initialized|flushed] [after {N}|at {H}|for {X}|]
[org|com|net|io].{B}.{B}.{B2}{B2}: {B2} {A}
at {B2}{B2}.{V}({B2}.java:{N})
File "{B}.py", line {N}, in {V}
[GET|POST|PUT|DELETE|PATCH] /{B}/{N}/{B} [HTTP/1.1|200|404|500]
[Content-Type|User-Agent|Accept-Language|Authorization|Cache-Control|X-Request-Id|Host|Referer]: [application/json|Mozilla/5.0|Bearer {X}|no-cache|{X}]
[This|That|These|Those|Every|Each|Some|Any|No|All|Many] {B} [is|was|can] {A}
{A} {B} [for|and|of|with] the {B}
[How|What|When|Where|Why|Which|Who] [do|does|is|are|can|will] [I|we|you|the {B}|it] {V}[ the {B}|]?
[Thanks|Thank You|Hello|Hi|Hey|Welcome|Sorry|Dear|Good Morning|Hi There] [everyone|all|team|Team|All|Sir|Madam|Sir or Madam|Customer|Support|Support Team|Hiring Manager|there|folks|Customer Service|User|Valued Customer][,|!]
[Best|Kind|Warm] [regards|Regards|Wishes][,|] [The|Your] {O} Team
[Customer|Technical|Human|Sales|Quality|Product|Project|General|Regional|Senior|Chief|Executive|Vice|Software|Data|Marketing] [Service|Support|Resources|Manager|Assurance|Director|Engineer|Analyst|Officer|President|Department|Team] [is|will|has] {A}
[The|Our] [Board|Committee|Department|Ministry|Court|Senate|Congress|Council|University|Parliament|Supreme Court|House|Union|Army|Bank|Church|Constitution|Treasury|Government] [of {B}|] [will|has|said] {V} [the {B}|]
[Terms of Service|Privacy Policy|User Guide|Getting Started|Table of Contents|Release Notes|Change Log|Quick Start|License Agreement|Annual Report|Executive Summary|Frequently Asked Questions|Contact Us|About Us|Sign In|Log Out|Read More|Learn More]
# [{B} {B}|{A} {B}|Introduction|Installation|Usage|Overview|Summary|Background|Results|Conclusion]
## [How to {V} the {B}|{K}|{B} and {B}]
- [{B}|{A} {B}|{K}]\n- [{B}|{A} {B}]
[Subject|Re|Fwd|RE|FW]: [{B} {A}|{K} update|Your {B}|{O} Invoice|Meeting Notes|{M} {B}]
[Status|Priority|Type|Category|Department|Product|Version|Model|Brand|Color|Size|Company|Bank|Language|Browser|OS|Vendor|Plan|Title|Subject|Diagnosis|Medication|Carrier|Project|Server|Host]: [{K}|{O}|{A}|{B}|High|Low|Open|Closed|Medium|None|Unknown|Enterprise|Premium]
{"[status|type|level|event|service|method|product|company|brand|category|model|plan|title|color|browser]": "[{K}|{O}|{B}|{A}|Active|Pending|Chrome|Premium|GET|Success]"}
{"product": "{K}", "price": {N}, "brand": "{O}"}
{"company":"{O}","department":"[Sales|Marketing|Engineering|Finance|Human Resources]","active":true}
{"event":"{B}.{V}","level":"info","timestamp":"{D}T{H}:00Z","durationMs":{N}}
[INFO|WARN|ERROR|DEBUG|FATAL] {B}{B2}[Service|Manager|Handler|Controller|Client]: [Connection|Request|Task|Job|Query|Timeout] [failed|completed|started|refused] [after {N}ms|with code {N}|]
{D} {H} [INFO|ERROR|WARN] [Starting|Stopping|Loading|Connecting|Retrying|Failed] {B} [{N}|on port {N}|{X}]
[Error|TypeError|Exception|Warning|Traceback|Caused by]: [Cannot|Could not|Failed to|Unable to] {V} [{B}|property of undefined|{X}]
[const|let|var] {B} = new {B2}{B2}({N});
import { {B2}{B2} } from '{B}';
[function|class|interface] {B2}{B2} [{|extends {B2} {]
return {B}.{V}({B2});
[npm|git|docker|kubectl|cargo|pip] [install|run|push|build] {B}
[JavaScript|TypeScript|Python|Java|Kubernetes|Docker|GitHub|GitLab|Linux|Windows|Android|Firefox|Chrome|Excel|PowerPoint|Word|Outlook|Slack|Zoom|Jira|Confluence|Salesforce|Postgres|MySQL|Redis|Kafka|Jenkins|Terraform|Ansible|Grafana|Prometheus|Node|React|Angular|Vue|Django|Rails|Spring|Oracle|Apache|Maven|Gradle|Cassandra|Hadoop|Spark|Elasticsearch|Kibana|Jupyter|Alexa|Siri|Cortana|Claude|Watson|Tesla|Mercedes|Ford|Disney|Chase|Wells Fargo|Morgan Stanley|JP Morgan|Goldman Sachs|Johnson & Johnson|Procter & Gamble|Ben & Jerry's|McDonald's|Wendy's|Macy's|Lloyd's|Sotheby's|Barclays|Walmart|Costco|Louis Vuitton|Calvin Klein|Tommy Hilfiger|Ralph Lauren|Jack Daniel's|Dr Pepper|Mary Kay|Harley-Davidson|Rolls-Royce|Aston Martin|Alfa Romeo|Ernst & Young|Baker McKenzie|Wolters Kluwer|Thomson Reuters|Lockheed Martin|Marks & Spencer|Abercrombie & Fitch|Dolce & Gabbana|Hewlett Packard|Eli Lilly|Charles Schwab|Philip Morris] [is|has|was|will|does not|can] [{A}|down|{V} the {B}|available|released|not responding]
[We|I|They] [use|run|moved to|prefer|love|support|migrated from|deployed on] [JavaScript|TypeScript|Python|Java|Kubernetes|GitHub|Windows|Postgres|MySQL|Redis|Kafka|Jenkins|Terraform|Grafana|React|Angular|Django|Oracle|Cassandra|Alexa|Siri|Claude|Watson|{K}|{O}] [for|with|and] [the {B}|{K}|{B}]
The {Z} [government|language|food|team|market|embassy|version|people|economy] [is|was|will] {A}
[I|We] [speak|translate|learn|study] {Z} [and {Z}|]
[{I}|{I} and {I}|The {I}] [is|was|are] {A}
[Recipe|Menu|Today's special|Dish]: {I}[ with {I}|]
[Parkinson's|Alzheimer's|Crohn's|Hodgkin's|Huntington's|Down|Tourette|Asperger's|Addison's|Cushing's|Wilson's|Graves'] [disease|syndrome|lymphoma] [is|was] {A}
[the|a] [Nobel Prize|Pulitzer Prize|Doppler effect|Gaussian distribution|Fourier transform|Turing machine|Bayesian model|Markov chain|Euler method|Newton method|Pythagorean theorem|Fibonacci sequence|Dijkstra algorithm|Lorentz force|Planck constant|Richter scale|Celsius scale|Kelvin scale|Bunsen burner|Geiger counter|Monte Carlo simulation|Nash equilibrium|Laplace transform|Riemann integral|Turing test|Adam optimizer|Levenshtein distance] [is|was|of the {B}] {A}
{N} {Z2}[, Apt {N}|, Suite {N}|, Unit {N}|, Floor {N}|]
{O}
{N} {Z2}, Suite {N}
[The|Our] {Z2} [office|store|branch|construction|project] [is|was] {A}
[University|College|School|Institute|Bank|Church|Museum|Hospital|Department] of {C} [is|was|will|announced] {A}
[St.|Saint] {F}'s [Hospital|Church|School|College|University|Cathedral] [is|was] {A}
[The|A] {L} [Foundation|Institute|Hospital|University|Corporation|Group|Company|Award|Prize|Library|Building|Center|School|Museum|Bridge|Act|Award] [is|was|announced|will] {A}
{L} [Inc.|LLC|Ltd|Ltd.|Corp.|Corporation|GmbH|& Co.|Group|Industries|Partners|Associates|& Sons|Consulting|Capital|Bank|Motors|Pharmaceuticals|Technologies|Electronics|Foods|Brothers|Construction|Insurance|Holdings] [is|was|announced|will|sued|invoiced us] [{A}|the {B}|for {Q}]
{L}[ & |, ]{L} [LLP|LLC|Inc|Ltd|Law Firm|Partners|Associates] [is|represents|filed] [the {B}|{A}]
[Hurricane|Typhoon|Storm|Tropical Storm] {F} [hit|is|reached] [the coast|{A}|land]
[I|You|He|She|We|They] [will|may|can|might|must] {V} [the {B}|it]
[May|March|August|April|June|Will|Mark|Grace|Hope|Faith|Bill|Frank|Rich|Art|Drew|Grant|Chase|Rose|Dean|Miles|Max|Chance|Hunter|Mason|Cook|Baker|Price|Long|Young|Small|Brown|Green|White|Black|King|Bishop|Page|Cash|Bond|Case|Chuck|Dale|Dawn|Duke|Earl|Forest|Gene|Guy|Harry|Heath|Jack|Jasmine|Joy|Lane|Lily|Melody|Nick|Pat|Pearl|Penny|Ray|Reed|Rob|Robin|Rocky|Ruby|Rusty|Sandy|Skip|Stone|Summer|Sunny|Victor|Violet|Virginia|Wade|Ward|Wayne|West|Woods] [the|is|was|it|be|and|of|a|that|to] [{B}|{A}|{V}]
[mark|will|bill|frank|rich|grant|chase|rose|hope|grace|may|art|drew|sue|pat|rob|jack|price|page|case|long|young|brown|green|white|black|king|cook|hunter|stone] [it|the {B}|is|was|up|for|as done|of|me]
I [will|may|hope|bill|drew|rose] [to {V}|{V}|the {B}|{Q}]
[Mark|Bill|Page|Case|Cash|Bond|Grant|Chase|Will|Drew|Price|Art] the {B} [as {A}|]
[Apollo|Mercury|Jupiter|Venus|Mars|Saturn|Phoenix|Atlas|Titan|Orion|Athena|Hermes|Zeus|Aurora|Nova|Genesis|Eclipse|Merlin|Oscar|Victoria|Project Helen|Project Alexander] [is|was|has been|project|server|release|cluster|module] [{A}|delayed|deployed]
[Merry Christmas|Happy New Year|Happy Easter|Happy Thanksgiving|Black Friday|Labor Day|Independence Day|Mother's Day|Ramadan|Diwali|Hanukkah|Valentine's Day|Columbus Day|Martin Luther King Day|St. Patrick's Day] [is|was|sale|weekend|] {A}
{B2} {B2} {B2}
{B2} {B2} [and|of|for|in] {B2}
{K}, {K} and {K}
[Select|Click|Press|Open|Close|Enter|Choose|Go to|Tap|Run|Check|Set|Add|Remove|Save|Edit|View|Delete|Create|Submit|Upload|Download] [{B2}|{B2} {B2}|the {B2} tab|"{B2}"|{B}] [to {V}|> {B2}|and {V}|]
[The|Our|Your] [{B2}|{A2} {B2}|{A2} {B}] [is|has been|will be] {A}
[Yes|No|Okay|OK|Sure|Great|Perfect|Done|Nice|Thanks|Sorry|Well|Maybe|Right|Exactly|Absolutely|Agreed|Awesome|Cool|Hmm|Oh|Wow|Lol|Btw|Fyi|Also|So|But|And|Because|Actually|Basically|Honestly], [the {B} is {A}|I will {V} it|we can {V}|it works|let me {V}]
{V2} [the|a|your|our|this] {B}[.| before {V}ing.| and {V}.]
{A2} {B} [is|was|are] {A}
[AWS|API|HTTP|JSON|SQL|PDF|CSV|USA|NASA|FBI|CIA|IRS|HR|IT|QA|CEO|CTO|VAT|GDPR|HIPAA|PCI|ISO|MRI|ICU|ER|DNA|COVID-19|SSN|DOB|ID|PIN|ATM|USB|GPU|CPU|RAM|SSD|URL|DNS|TCP|SSL|VPN|SSH|LLM|AI|ML|UI|UX|KPI|ROI|SLA|ETA|EOD|ASAP|FAQ|TBD|N/A|TODO|FIXME|NOTE|WARNING|IMPORTANT] [is|was|error|{B}|:] {A}
[TODO|FIXME|NOTE|WARNING|IMPORTANT|ERROR|URGENT|CONFIDENTIAL|REMINDER|ATTENTION]: {V} the {B}
{BC} {BC} {BC}
{BC} {BC}: {BC}
Invoice {X} [from|by|to] {O} [of|for|over] {Q}
[Flight|Train|Bus|Order|Room|Gate|Terminal] {X} [is|was|has been] [delayed|cancelled|confirmed|{A}]
[Windows|Office|Version|Chapter|Section|Figure|Table|Step|Phase|Level|Part|Article|Appendix|Unit|Room|Building|Floor] {N}[.|:| of the {B}]
[God|Jesus|Christ|Buddha|Allah|Bible|Koran|Christmas|Easter|Internet|Earth|Moon|Sun|Mom|Dad|Mother|Father|Grandma|Uncle|Sir|Madam|Boss|Doctor|Professor|Captain|Officer|Santa] [is|was|said|will|knows] {A}
[Mom|Dad|Grandma|Grandpa|Doctor|Nurse|Officer|Coach|Boss] [called|said|is here|left]
{V2}, {V} and {V} the {B}
The [man|woman|boy|girl|doctor|patient|customer|driver|teacher|author|manager|lawyer|witness|plaintiff|defendant|child|user|admin] [said|was|is|will] {A}
[Patient|Customer|Client|User|Employee|Tenant|Defendant|Plaintiff] [reports|denies|says|was|is|has|requested] [a {B}|{A}|that the {B} is {A}|chest pain]
[lorem|Lorem] ipsum dolor sit amet, consectetur adipiscing elit
`);

export const OTHERS = {
  es: lines(String.raw`
Estimad[o|a] {F}, [gracias por|le escribo sobre|adjunto] [su|el|la] mensaje.
[Por favor|Favor de] [contacte a|llame a|avise a|envíe esto a] {P} [sobre el pedido|antes del lunes|para más información].
Hola {F}, [¿cómo estás?|te envío el informe.|¿puedes revisar esto?]
Me llamo {P} y [vivo en|soy de|trabajo en] {G}.
[El|La] [señor|señora|doctor|doctora|paciente|cliente|abogado|profesora] {P} [llegó|llamó|firmó el contrato|vive en {G}|dijo que no].
{P} [dijo|afirmó|explicó|comentó] que [el proyecto|la reunión|el informe] [es|será|fue] [importante|mañana|un éxito].
[Paciente|Nombre|Cliente|Titular|Nombre completo|Solicitante|Contacto|Médico]: {P}
[Sr.|Sra.|Dr.|Dra.|Don|Doña|D.] {P} [no está|viene mañana|firmó]
[Atentamente|Saludos|Un saludo|Cordialmente],[\n| ]{P}
[Vivo|Trabajo|Nací|Estamos|Viajamos] [en|a|desde] {G} [desde enero|con mi familia|].
[El|La|Los|Las] [gobierno|empresa|reunión|pedido|factura|lunes|martes|enero|marzo|Ministerio|Universidad|Banco Central] [es|está|fue|será] [importante|nuevo|grande|hoy].
[Gracias|Buenos días|Buenas tardes|Hola|Por favor|También|Además|Cuando|Pero|Hoy|Mañana|Este|Esta|Nuestro|Su] [el pedido llegó|no funciona|necesito ayuda|la factura es correcta].
Mi [esposa|marido|hermano|hija|jefe|amiga] {P} [vive en {G}|trabaja aquí|está enfermo].
[El|La|Los|Un|Del|Al] [Ministerio|Banco|Consejo|Universidad|Comité|Hospital|Ayuntamiento|Comisión|Tribunal|Congreso] [de {B2}|de la {B2}|de Salud|de España|Central|Supremo|Nacional de {B2}] [anunció los resultados|cerró hoy|publicó el informe].
{B2} y {B2} [son importantes|están listos].
{P} y {P} [viajaron a|viven en|se conocieron en] {G}.`),
  fr: lines(String.raw`
[Bonjour|Salut|Cher|Chère|Coucou] {P}, [merci pour votre message.|comment allez-vous ?|je vous écris au sujet de la facture.]
[Merci de|Veuillez|Pouvez-vous] [contacter|appeler|prévenir|informer] {P} [à propos du dossier|avant lundi|au plus vite].
Je m'appelle {P} et [j'habite à|je viens de|je travaille à] {G}.
[Monsieur|Madame|Mme|M.|Mlle|Docteur|Dr|Maître|Me] {P} [est absent|a signé le contrat|viendra demain|habite à {G}].
{P} [a dit|a déclaré|explique|affirme] que [le projet|la réunion] [est|sera] [important|demain].
[Patient|Nom|Client|Nom complet|Titulaire|Médecin|Contact|Destinataire]: {P}
[Nom|NOM]: {L}[, |\n][Prénom|PRÉNOM]: {F}
[Cordialement|Bien à vous|Sincères salutations|Amitiés],[\n| ]{P}
[Mon|Ma|Notre] [mari|femme|frère|soeur|collègue|patron|médecin] {P} [vit à {G}|travaille ici|est malade].
[Nous|Ils|Elle] [habitent|partons|travaille|voyage] [à|pour|de] {G} [en mai|avec ma famille|].
[Le|La|Les|Un|Une|Cette|Notre|Votre] [gouvernement|facture|réunion|commande|société|projet|Ministère|Université] [est|sera|a été] [important|prêt|nouvelle|annulé].
[Bonjour|Merci|Oui|Non|Mais|Donc|Aujourd'hui|Demain|Lundi|Janvier|Cependant|Alors], [la commande est arrivée|je ne comprends pas|tout va bien].
[Le|La|Les|Un|Une|Du|Au|Cette] [Ministère|Banque|Conseil|Université|Société|Service|Direction|Comité|Hôpital|Mairie|Commission] [de la {B2}|du {B2}|des {B2}|de {B2}|de France|des Finances|de la Santé|de l'Éducation] [a publié un rapport|est fermé|annonce un projet].
{B2} et {B2} [sont|pour] [importants|le bureau].
{P} et {P} [sont|se sont rencontrés|habitent] à {G}.`),
  de: lines(String.raw`
[Hallo|Liebe|Lieber|Guten Tag|Hi] {P}, [vielen Dank für Ihre Nachricht.|wie geht es dir?|anbei der Bericht.]
Sehr [geehrte Frau|geehrter Herr|geehrter Herr Dr.|geehrte Frau Prof.] {L}, [wir bestätigen den Termin.|vielen Dank für Ihre Anfrage.|]
[Bitte|Können Sie] [kontaktieren Sie|rufen Sie|informieren Sie|fragen Sie] {P} [wegen der Rechnung|bis Montag|zum Projekt].
Mein Name ist {P} und ich [wohne in|komme aus|arbeite in] {G}.
[Herr|Frau|Herrn|Dr.|Prof.] {P} [ist nicht da|hat den Vertrag unterschrieben|kommt morgen|wohnt in {G}].
{P} [sagte|erklärte|betonte|meinte], dass [das Projekt|die Sitzung] [wichtig|morgen] ist.
[Patient|Name|Kunde|Ansprechpartner|Vorname|Arzt|Mieter|Empfänger|Unterschrift]: {P}
[Guten Morgen|Guten Tag|Hallo|Liebe|Lieber|Werte|Bitte fragen Sie|Gestern war] [Herr|Frau|Dr.] {L}[,|!|] [anbei finden Sie den Bericht|wir haben die Rechnung bezahlt|danke]
Nachname: {L}[, |\n]Vorname: {F}
[Mit freundlichen Grüßen|Viele Grüße|Beste Grüße|Liebe Grüße|LG|Herzliche Grüße],[\n| ]{P}
[Mein|Meine|Unser|Unsere|Seine|Ihr|Dein] [Mann|Frau|Bruder|Schwester|Kollege|Kollegin|Chef|Chefin|Arzt|Freund|Freundin|Mutter|Vater|Sohn|Tochter|Onkel|Tante|Nachbar|Lehrer|Anwalt] {P} [lebt in {G}|arbeitet hier|ist krank].
[Wir|Sie|Ich] [wohnen|fahren|arbeiten|fliegen] [in|nach|aus] {G} [im Mai|mit der Familie|].
[Der|Die|Das|Ein|Eine|Unser|Ihre] [Rechnung|Besprechung|Bestellung|Regierung|Firma|Projekt|Vertrag|Bericht|Auftrag|Lieferung|Kunde|Abteilung|Termin|Rückmeldung|Anfrage|Universität|Ministerium|Bundestag] [ist|war|wird] [wichtig|fertig|am Montag|im Januar|der Firma bekannt|ein Erfolg].
[Bitte|Heute|Morgen|Leider|Danke|Vielen Dank|Außerdem|Allerdings|Wenn|Aber|Nach|Vor] [ist die Lieferung angekommen|für die Rückmeldung|brauche ich Hilfe bei der Anmeldung|der Besprechung mit dem Kunden].
[Der|Die|Das|Unser|Unsere|Ihre|Eine|Ein|Mit der|Für die|Ohne|Nach dem|Vor dem] {B2}[ und {B2}|] [der Abteilung {B2}|für {B2}|ist neu|wurde am Montag geliefert|im Bereich {B2}|in der {B2}].
[Bitte senden|Wir bestellen|Ich habe|Die Abteilung|Das Ministerium für|Das Amt für|Die Universität|Der Verein|Im Raum] {B2} [und {B2}|gehört zu {B2}|und die {B2}|bis Montag].
{P} und {P} [leben|trafen sich|arbeiten] in {G}.
[Die Sitzung findet am Dienstag im Raum|Die Bestellung mit der Nummer|Das Angebot über die Lieferung] {N} [statt|ist im Lager|ist in Arbeit].`),
  it: lines(String.raw`
[Ciao|Caro|Cara|Gentile|Buongiorno|Salve] {P}, [grazie per il messaggio.|come stai?|le scrivo per la fattura.]
[Si prega di|Può|Per favore] [contattare|chiamare|avvisare] {P} [per il progetto|entro lunedì|subito].
Mi chiamo {P} e [abito a|vengo da|lavoro a] {G}.
[Il signor|La signora|Il dottor|La dottoressa|Dott.|Dott.ssa|Sig.|Sig.ra|Avv.|Ing.] {P} [non c'è|ha firmato|arriva domani|vive a {G}].
{P} [ha detto|ha dichiarato|spiega] che [il progetto|la riunione] è importante.
[Paziente|Nome|Cliente|Intestatario|Nome e cognome|Medico]: {P}
[Cordiali saluti|Saluti|Distinti saluti|Un abbraccio],[\n| ]{P}
[Il|La|Un|Una|Questo|Nostro] [governo|fattura|riunione|ordine|società|Ministero|Università] [è|sarà] [importante|pronto|nuovo].
[Grazie|Oggi|Domani|Però|Quindi|Lunedì|Gennaio], [l'ordine è arrivato|va bene|ho bisogno di aiuto].
[Il|La|Lo|Un|Del|Al] [Ministero|Banca|Consiglio|Università|Comune|Comitato|Ospedale|Tribunale] [di {B2}|della {B2}|della Salute|d'Italia|Nazionale|Centrale] [ha pubblicato|ha approvato il Piano {B2}|è chiuso].
{P} e {P} [vivono|si sono incontrati] a {G}.`),
  pt: lines(String.raw`
[Olá|Oi|Caro|Cara|Prezado|Prezada|Bom dia] {P}, [obrigado pela mensagem.|tudo bem?|segue o relatório.]
[Por favor|Favor] [contate|ligue para|avise|envie isto para] {P} [sobre o pedido|até segunda].
Meu nome é {P} e [moro em|sou de|trabalho em] {G}.
[O senhor|A senhora|O Dr.|A Dra.|Sr.|Sra.|Dona] {P} [não está|assinou o contrato|chega amanhã|mora em {G}].
{P} [disse|afirmou|explicou] que [o projeto|a reunião] é importante.
[Paciente|Nome|Cliente|Nome completo|Titular|Médico]: {P}
[Atenciosamente|Abraços|Cumprimentos|Um abraço],[\n| ]{P}
[O|A|Um|Do|Da] [Ministério|Banco|Conselho|Universidade|Tribunal|Hospital|Prefeitura] [da {B2}|de {B2}|da Saúde|do Brasil|Central|Federal] [anunciou|publicou o relatório|está fechado].
[O|A|Os|As|Um|Uma|Nosso] [governo|fatura|reunião|pedido|empresa|Ministério|Universidade] [é|está|foi] [importante|pronto|novo].
[Obrigado|Hoje|Amanhã|Mas|Então|Segunda|Janeiro], [o pedido chegou|está tudo bem|preciso de ajuda].`),
  nl: lines(String.raw`
[Beste|Hallo|Hoi|Geachte heer|Geachte mevrouw|Lieve] {P}, [bedankt voor uw bericht.|hoe gaat het?|hierbij het rapport.]
[Kunt u|Wilt u|Graag] contact opnemen met {P} [over de factuur|voor maandag].
Mijn naam is {P} en ik [woon in|kom uit|werk in] {G}.
[Meneer|Mevrouw|De heer|Mevr.|Dhr.|Dr.] {P} [is er niet|heeft getekend|komt morgen|woont in {G}].
[Naam|Patiënt|Klant|Contactpersoon]: {P}
[Met vriendelijke groet|Groetjes|Groeten|Mvg],[\n| ]{P}
[De|Het|Een|Onze|Deze] [factuur|vergadering|bestelling|regering|bedrijf|Universiteit] [is|was|wordt] [belangrijk|klaar|nieuw].
[Bedankt|Vandaag|Morgen|Maar|Maandag|Januari|Helaas], [de bestelling is er|het is goed|ik heb hulp nodig].`),
  pl: lines(String.raw`
[Cześć|Witaj|Dzień dobry] {P}, [dziękuję za wiadomość.|co słychać?|przesyłam raport.]
[Pan|Pani|Dr|Panie|Szanowna Pani] {P} [jest nieobecny|podpisał umowę|mieszka w {G}].
Nazywam się {P} i [mieszkam w|pracuję w] {G}.
[Imię i nazwisko|Pacjent|Klient|Nazwisko|Lekarz]: {P}
[Pozdrawiam|Z poważaniem],[\n| ]{P}
{P} [powiedział|powiedziała|stwierdził], że [projekt|spotkanie] jest ważne.
[Dziękuję|Dzisiaj|Jutro|Ale|Proszę|Nasza|Ta] [faktura jest gotowa|zamówienie dotarło|firma działa].`),
  sv: lines(String.raw`
[Hej|Kära|Hallå] {P}, [tack för ditt meddelande.|hur mår du?|här kommer rapporten.]
Jag heter {P} och [bor i|kommer från|arbetar i] {G}.
[Namn|Patient|Kund|Kontakt|Navn|Potilas|Nimi]: {P}
[Med vänliga hälsningar|Hälsningar|Mvh|Med venlig hilsen|Vennlig hilsen|Terveisin],[\n| ]{P}
[Vänligen kontakta|Ring|Kontakt] {P} [om fakturan|innan måndag].
[Tack|Idag|Imorgon|Men|Fakturan|Mötet|Vår] [är klar|fungerar inte|är viktig].`),
  ru: lines(String.raw`
[Здравствуйте|Привет|Уважаемый|Уважаемая|Добрый день], {P}[!|, спасибо за письмо.|, как дела?]
Меня зовут {P}[.|, я живу в городе.]
[Пациент|Клиент|Имя|ФИО|Контакт|Врач]: {P}
{P} [сказал|сказала|сообщил|отметил], что [проект|встреча] важна.
[Пожалуйста, свяжитесь с|Позвоните|Спросите] {P} [по поводу заказа|до понедельника].
[С уважением|Спасибо],[\n| ]{P}
[Спасибо|Сегодня|Завтра|Заказ|Встреча|Компания|Москва|Наш проект|Договор] [готов|прибыл|не работает|состоится].`),
  zh: lines(String.raw`
姓名：{P}
联系人：{P}，电话：{U}
患者：{P}，{N}岁
客户 {P} 已下单
{"name": "{P}", "id": {N}}
{"name":"{P}"}
"name": "{P}"
[收件人|申请人|负责人|经办人|作者|姓名|联系人][：|: ]{P}
[{P}先生|{P}女士|{P}様|{P}さん|{P} 님]，
お名前：{P}
이름: {P}
氏名：{P}`),
  ar: lines(String.raw`
الاسم: {P}
السيد {P} [وصل|غائب اليوم]
שם: {P}
مرحبا {P}، شكرا على الرسالة
נאם: {P}`),
};
