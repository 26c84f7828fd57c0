//! The closed list of what a function word can do. A lexicon's `[words]` names these and gives the words.

use crate::model::vocabulary;

vocabulary! {
    /// The work that a word or phrase does in a sentence, apart from naming anybody.
    Cue, "word class" {
        // Markers of a participant's place in the sentence.
        /// "with", «مع», «с».
        With = "with",
        /// "to", «إلى», «к».
        To = "to",
        /// "from", «من», «из».
        From = "from",
        /// "in", "at", «في», «в».
        In = "in",
        /// "on", «على», «на».
        On = "on",
        /// "against", «ضد», «против».
        Against = "against",
        /// "between", «بين», «между».
        Between = "between",
        /// The doer of a passive: "by", «من قبل».
        By = "by",
        /// "of".
        Of = "of",
        /// "for", «لـ», «для».
        For = "for",
        /// For whose benefit: "on behalf of", «لصالح», «в пользу».
        ForBenefit = "for_benefit",
        /// "about", «بشأن», «о».
        About = "about",
        /// In which office: "as", «بصفته», «в качестве».
        As = "as",
        /// Through whose good offices: "mediated by", «بوساطة», «при посредничестве».
        Mediated = "mediated",
        /// Beside whom, where: "on the sidelines of", «على هامش», «на полях».
        Sidelines = "sidelines",
        /// Joins owner and owned: "'s".
        Genitive = "genitive",
        /// "the", "a".
        Article = "article",
        /// Marks a noun as one that was told of before: "the", "this".
        Definite = "definite",
        // Joints of a sentence.
        /// "and".
        And = "and",
        /// "or".
        Or = "or",
        /// A clause that says what: "that", «أن», «что».
        That = "that",
        /// A clause about the word before it: "who", «الذي», «который».
        Which = "which",
        /// The same for people alone: "who".
        Who = "who",
        /// A pronoun for a thing or body: "it".
        It = "it",
        /// The same where the word before is what the clause does it to: "whom", «которого».
        Whom = "whom",
        /// Any other start of a clause: "while", «فيما», «пока».
        Clause = "clause",
        /// Starts a clause about the place before it: "where", «حيث», «где».
        Where = "where",
        /// Points back to a place: "there", «هناك», «там».
        There = "there",
        /// A stretch of land that a nationality qualifies: "capital", "soil", «العاصمة», «столица».
        Locality = "locality",
        /// Names whom the sentence is about before its verb, which then begins with a conjunction: «أما ... فـ».
        Topic = "topic",
        /// Background in time: "after", «بعد», «после».
        After = "after",
        /// "before", "ahead of", «قبيل», «накануне».
        Before = "before",
        /// Tells an act of an earlier time beside the main one: "previous", «سابق», «كان قد», «ранее».
        Earlier = "earlier",
        /// Opens a clause that tells what happened at the time named before it: "when", «حين», «когда».
        When = "when",
        /// "if", «إذا», «если».
        If = "if",
        /// Unreal: "would have", «كان من شأن», «якобы».
        Unreal = "unreal",
        /// A question: «هل», «ли».
        Question = "question",
        // Words that change the status of the act they govern.
        /// "not", «لم», «не».
        Not = "not",
        /// "will", "is due to", «من المقرر», «планирует».
        Planned = "planned",
        /// "ready to", "offered to", «مستعد», «предложил».
        Proposed = "proposed",
        /// "refused to", «رفض», «отказался».
        Refused = "refused",
        /// "denied", «نفى», «опроверг».
        Denied = "denied",
        /// "cancelled", "postponed", «ألغى», «отменил».
        Cancelled = "cancelled",
        /// "continues to", «يواصل», «продолжает».
        Ongoing = "ongoing",
        /// Did what the infinitive behind it says: "managed to", «успел», «تمكن من».
        Managed = "managed",
        /// Tried to do what the infinitive behind it says: "tried to", «пытался».
        Tried = "tried",
        /// A verb whose object is to do what the infinitive behind it says: "urged", "invited", «دعا», «призвал».
        Urge = "urge",
        /// On the day that the text named last: "the same day", «في اليوم نفسه», «в тот же день».
        SameDay = "same_day",
        /// A time of day without its day, which is that of the news: "by lunchtime", «вечером».
        DayTime = "day_time",
        /// On the day after that: "the next day", «في اليوم التالي», «на следующий день».
        NextDay = "next_day",
        /// On the day before that: "a day earlier", «днем ранее».
        DayBefore = "day_before",
        // Words that carry a report.
        /// A verb of saying whose subject is the source: "said", «قال», «сообщил».
        Say = "say",
        /// A marker before the source: "according to", «بحسب», «по словам».
        According = "according",
        /// Cites whoever spoke last: «по его словам», «على حد قوله».
        SourceBefore = "source_before",
        /// A common noun before or behind the name of a medium: "newspaper", «وكالة», «агентство».
        Medium = "medium",
        /// Points back to what the sentence before told: "this was announced by", «جاء ذلك», «об этом».
        ThisSaid = "this_said",
        /// A verb that does what it says for acts of state: "announced", «أعلن», «объявил».
        Announce = "announce",
        /// A verb without weight of its own that lends its subject to a noun: "held", «أجرى», «провел».
        Light = "light",
        /// A verb whose subject is the act: "took place", «جرى», «состоялся».
        Happen = "happen",
        /// Marks a passive: "was", «تم», «был».
        Passive = "passive",
        // Words that stand for somebody.
        /// "his counterpart", «نظيره», «коллега».
        Counterpart = "counterpart",
        /// A personal pronoun that can be a participant: "he", «هو», «он», "him".
        Pronoun = "pronoun",
        /// A title that stands for the officer whom the text is about: «معاليه», «سموه».
        Dignitary = "dignitary",
        /// "with him" in one word: «معه», «с ним».
        WithPronoun = "with_pronoun",
        /// "his" before a country or office.
        Possessive = "possessive",
        /// The speaker's own state: "his country", «بلاده», «его страна».
        OwnCountry = "own_country",
        /// Both just named: "the two", «الجانبان», «стороны».
        Both = "both",
        /// Three or more just named: "the three", «الدول الثلاث», «все трое».
        Several = "several",
        /// "their" before a noun of act: «их».
        Theirs = "theirs",
        /// "the latter", «الأخير», «последний».
        Latter = "latter",
        /// A state that was named, by its form of rule: "the kingdom", «المملكة», «королевство».
        Realm = "realm",
        /// What somebody did, for those who condemn or answer it: "the move", «القرار», «шаг».
        Deed = "deed",
        /// A verb whose subject gives a contact its place: "hosted talks between".
        Hosts = "hosts",
        /// Points at an act as done by somebody else as well: "followed suit", "do so".
        SameDone = "same_done",
        /// Opens a list of those who are meant: "including", "among them".
        Including = "including",
        /// A subject that is nobody named: "we", "many", "nobody".
        Others = "others",
        /// Says that an act answers another one: "in response", «ردا», «в ответ».
        Answer = "answer",
        /// Somebody or something that tells without a name: "officials", "the statement", «مصادر», «источник».
        Informant = "informant",
        /// A paper that tells, and is nobody's name: "a statement", «بيان», «заявление»; whose it is, its issuer says.
        Statement = "statement",
        // Words inside a name.
        /// "former", «السابق», «бывший».
        Former = "former",
        /// "acting", «بالإنابة», «исполняющий обязанности».
        Acting = "acting",
        /// "Mr", «السيد», «господин», «الدكتور».
        Honorific = "honorific",
        /// A group that speaks for its state: "delegation", «وفد», «делегация».
        Delegation = "delegation",
        /// A common noun for a state: "country", "authorities", "government" with an adjective of nationality.
        StateNoun = "state_noun",
        /// What can be between an office and a name: "named", «ويدعى», «по имени».
        Named = "named",
        // What is not part of the article.
        /// Starts a teaser line: "Read also", «اقرأ أيضًا», «Читайте также».
        Teaser = "teaser",
        /// Starts or ends a caption, a copyright line, a share row.
        Boilerplate = "boilerplate",
        /// Tells of an anniversary or history: "anniversary of", «ذكرى», «годовщина».
        History = "history",
        /// Telephone: "by phone", «هاتفيا», «по телефону».
        ModePhone = "mode_phone",
        /// Video link: "by video link", «عبر الفيديو», «по видеосвязи».
        ModeVideo = "mode_video",
        /// In person.
        ModeInPerson = "mode_in_person",
        /// In writing: "in a letter", «رسالة», «письмо».
        ModeLetter = "mode_letter",
    }
}

vocabulary! {
    /// The grammatical shape in which a trigger stands; it decides voice, tense and where roles are looked for.
    Shape, "trigger shape" {
        /// A finite verb of the past, active.
        Past = "past",
        /// A finite verb of the present, active.
        Present = "present",
        /// A finite verb of the future, active.
        Future = "future",
        /// An infinitive or subjunctive.
        Infinitive = "infinitive",
        /// A passive: the subject has it done to them.
        Passive = "passive",
        /// A passive of the present or future («يُطرد», «будет выслан» without its auxiliary).
        PassivePresent = "passive_present",
        /// An active participle or gerund ("expelling", «طاردا», «выслав»).
        Participle = "participle",
        /// A noun of the act ("expulsion", «طرد», «высылка»).
        Noun = "noun",
    }
}

vocabulary! {
    /// A place in the sentence, relative to a trigger, in which a role can be found.
    Slot, "slot" {
        /// Who acts.
        Subject = "subject",
        /// Whom the verb governs without a preposition.
        Object = "object",
        /// Indirect object (a dative, or «إليه»).
        Indirect = "indirect",
        /// The genitive of a noun: "Lavrov's visit", «زيارة لافروف», «визит Лаврова».
        Genitive = "genitive",
        /// The adjective of nationality at a noun: "the Russian delegation's", «القرار الروسي».
        Adjective = "adjective",
        /// After a [`Cue::With`].
        With = "with",
        /// After a [`Cue::To`].
        To = "to",
        /// After a [`Cue::From`].
        From = "from",
        /// After a [`Cue::In`].
        In = "in",
        /// After a [`Cue::On`].
        On = "on",
        /// After a [`Cue::Against`].
        Against = "against",
        /// After a [`Cue::Between`].
        Between = "between",
        /// After a [`Cue::By`].
        By = "by",
        /// After a [`Cue::For`].
        For = "for",
        /// After a [`Cue::ForBenefit`].
        ForBenefit = "for_benefit",
        /// After a [`Cue::About`].
        About = "about",
        /// After a [`Cue::As`].
        As = "as",
        /// After a [`Cue::Mediated`].
        Mediated = "mediated",
    }
}
