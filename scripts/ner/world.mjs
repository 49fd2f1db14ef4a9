/** Common names written in Latin letters of peoples that the packages' lists have little of. Written by hand. */
const list = (text) => text.trim().split(/\s+/);
export const WORLD = {
  chinese: {
    first: list(
      `Wei Fang Min Jing Lei Qiang Yan Jun Jie Xin Ming Hui Ling Hong Xia Ping Gang Bo Tao Yu Na Hao Chen Yang Xiaoming Meiling Zhiwei Jianguo Xiuying Guofeng Yuting Haoran Zihan Yichen Xinyi Ruoxi Siyu Tianyi Jiayi Zhihao Wenjie Xiaoli Xiaoyan Junjie Yifan Zixuan Mengyao`,
    ),
    last: list(
      `Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Tang Song Deng Han Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Cui Tan Fan Liao Shi Jin Jia Xia Fu Fang Zou Xiong Bai Meng Qin Qiu Hou Yin Xue Yan Duan Lei Long Tao Shao Mao Wan Gu Kong Xiang Chang Ouyang Chan Wong Cheung Leung Lam Kwok Ng Yip Tsang Chow Cheng Lau Ho Hui Tam Tsui Yeung Fung Chiu Kwan Hsu Hsieh Tsai Chiang Teng`,
    ),
  },
  korean: {
    first: list(
      `Min-jun Seo-yeon Ji-hoon Soo-jin Hyun-woo Ji-woo Min-seo Jae-hyun Eun-ji Sung-min Young-ho Hye-jin Minho Jiyoung Sooyoung Hyejin Taehyung Jungkook Seojun Yuna Jisoo Minji Hana Donghyun Kyung-soo Sang-woo Mi-rae Jin-woo Yoon-ah Da-eun`,
    ),
    last: list(
      `Kim Lee Park Choi Jung Jeong Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Moon Yang Bae Baek Heo Nam Sim Roh Ha Joo Koo Min Ryu Cha Chung Woo Ji Byun`,
    ),
  },
  japanese: {
    first: list(
      `Hiroshi Yuki Haruto Sota Yuto Sakura Yui Aoi Hina Kenji Takeshi Akira Satoshi Naoko Keiko Yoko Emiko Tomoko Haruki Ryota Daisuke Kazuki Kenta Shota Takumi Mai Ayumi Mika Megumi Naomi Noriko Kaori Yumiko Masako Michiko Hideo Koji Makoto Noboru Osamu Ryo Shigeru Shinji Tadashi Takashi Toshiro Yasuhiro Yoshiko Asuka Chihiro Hanako Kaito Kana Kiyoshi Mariko Nobu Rei Reiko Rin Saki Tatsuya Yusuke`,
    ),
    last: list(
      `Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Yamaguchi Matsumoto Inoue Kimura Hayashi Shimizu Yamazaki Mori Abe Ikeda Hashimoto Yamashita Ishikawa Nakajima Maeda Fujita Ogawa Goto Okada Hasegawa Murakami Kondo Ishii Saito Sakamoto Endo Aoki Fujii Nishimura Fukuda Ota Miura Fujiwara Okamoto Matsuda Nakagawa Nakano Harada Ono Tamura Takeuchi Kaneko Wada Nakayama Ishida Ueda Morita Hara Shibata Sakai Kudo Yokoyama Miyazaki Miyamoto Uchida Takagi Ando Taniguchi Ohno Maruyama Imai Takada Fujimoto Murata Takeda Ueno Sugiyama Masuda Sugawara Hirano Kojima Otsuka Chiba Kubo Matsui Iwasaki Sakurai Kinoshita Noguchi Matsuo Nomura Kikuchi Sano Onishi Sugimoto Arai`,
    ),
  },
  indian: {
    first: list(
      `Aarav Priya Rahul Ananya Rohan Neha Amit Pooja Sanjay Sunita Rajesh Kavita Vikram Deepa Arjun Lakshmi Suresh Meena Anil Anjali Ravi Shreya Vijay Divya Manish Nisha Karthik Swati Ashok Rekha Sandeep Geeta Harish Usha Nikhil Ritu Prakash Shalini Gaurav Preeti Abhishek Sneha Varun Aishwarya Siddharth Ishaan Kiran Mohan Ramesh Padma Venkat Srinivas Krishna Parvati Gurpreet Harpreet Manpreet Jaspreet Amrita Simran Farhan Imran Zoya Tanvi Aditya Tarun Naveen Madhuri Indira Rajiv Sachin Dinesh Mukesh Pankaj Yash Aditi Kunal Vivek Sonal Bhavna Chitra Tejas Omkar Hemant`,
    ),
    last: list(
      `Sharma Patel Singh Kumar Gupta Shah Verma Reddy Rao Nair Iyer Iyengar Menon Pillai Joshi Desai Mehta Agarwal Aggarwal Kapoor Khanna Malhotra Chopra Bhatia Banerjee Chatterjee Mukherjee Das Dutta Ghosh Bose Sen Roy Mishra Tripathi Pandey Dubey Tiwari Chauhan Yadav Thakur Saxena Srivastava Sinha Jain Bhatt Trivedi Kulkarni Deshpande Patil Jadhav Pawar Gowda Naidu Raju Krishnan Subramaniam Raman Venkatesan Chandra Prasad Dhillon Gill Sidhu Grewal Sandhu Bajwa Kaur Ahluwalia Bedi Sethi Arora Anand Bhattacharya Chakraborty Mahajan Rathore Shetty Hegde Kamath Fernandes D'Souza Pereira Chowdhury Rahman Hossain Perera Fernando Silva Wickramasinghe Jayawardena Bandara Rajapaksa Gurung Tamang Shrestha Thapa Rai`,
    ),
  },
  arabic: {
    first: list(
      `Mohammed Muhammad Ahmed Ali Omar Fatima Aisha Hassan Hussein Khalid Yusuf Ibrahim Maryam Layla Noor Zainab Amira Karim Tariq Rashid Samir Nadia Leila Yasmin Salma Hana Rania Dina Mona Huda Amal Abdullah Abdul Abdulrahman Bilal Faisal Hamza Jamal Kareem Mahmoud Mustafa Nasser Omar Osama Saif Salim Sami Walid Yasser Zaid Ziad Farah Ghada Hala Iman Khadija Lina Maha Nour Rana Reem Sara Sawsan Suha Wafa Zahra Reza Mehdi Hossein Parisa Shirin Nasrin Darius Cyrus Kaveh Babak Golnaz Mehmet Mustafa Ayse Fatma Emine Zeynep Elif Murat Emre Burak Ozan Deniz`,
    ),
    last: list(
      `Al-Sayed Al-Farsi Al-Rashid Al-Hashimi Haddad Khoury Nasser Hassan Hussein Ibrahim Khalil Mansour Saleh Salem Awad Aziz Bakr Fares Ghanem Habib Hamdan Issa Jaber Kassem Khatib Maalouf Mahfouz Masri Najjar Qasim Rahal Saad Sabbagh Shaheen Sharif Suleiman Tahan Younis Zayed Darwish Farouk Abbas Karimi Ahmadi Hosseini Rezaei Moradi Tehrani Shirazi Rahimi Ebrahimi Jafari Kazemi Khan Malik Sheikh Qureshi Siddiqui Ansari Chaudhry Butt Mirza Baig Akhtar Iqbal Raza Hashmi Bukhari Yilmaz Kaya Demir Celik Sahin Yildiz Ozturk Aydin Arslan Dogan Erdogan Benali Bouzid Cherif Mansouri Belkacem Boukhari Zidane El-Amin El-Sherif Abdi Warsame Farah`,
    ),
  },
  african: {
    first: list(
      `Chinua Ngozi Chidi Amara Emeka Adaeze Olumide Folake Tunde Yetunde Babatunde Kwame Kofi Ama Akosua Abena Yaw Nana Thabo Sipho Nomsa Lerato Thandiwe Zanele Lindiwe Tendai Rudo Farai Chipo Wanjiku Kamau Njoroge Achieng Otieno Mwangi Juma Amani Baraka Zuri Nia Desta Tadesse Abebe Alemayehu Tigist Selam Bekele Hirut Mamadou Aminata Ousmane Fatou Moussa Ibrahima Awa Cheikh Issa Oumar Adama Kemi Sade Ifeoma Obinna Uche Nnamdi Chukwuemeka Chiamaka Oluwaseun Ayodele Temitope Segun Bola Dele Mandla Busisiwe Themba Palesa Tumelo Kagiso`,
    ),
    last: list(
      `Okafor Okonkwo Adeyemi Adebayo Afolabi Ogunleye Balogun Eze Nwosu Obi Achebe Nwankwo Onyekachi Okeke Ibekwe Uzoma Oyelaran Adichie Mensah Owusu Boateng Asante Osei Appiah Agyeman Amoah Addo Ofori Quaye Dlamini Nkosi Ndlovu Zulu Khumalo Mthembu Mokoena Mahlangu Sithole Moyo Ncube Sibanda Mutasa Chikwanha Kamau Mwangi Odhiambo Otieno Kariuki Njoroge Wanjiru Kimani Ochieng Kiplagat Cheruiyot Mbeki Mandela Zuma Sisulu Tambo Abebe Bekele Tadesse Tesfaye Haile Gebre Kebede Alemu Diallo Traore Keita Coulibaly Konate Diop Ndiaye Sow Sarr Fall Ba Cisse Toure Camara Sylla Diarra Mbaye Gueye Sanogo Kouassi Kone Ouattara Museveni Nakamura Habimana Uwimana Nkurunziza Banda Phiri Mwale Tembo Chanda Mulenga`,
    ),
  },
  latin: {
    first: list(
      `Jose Maria Juan Carlos Luis Miguel Alejandro Guadalupe Lucia Sofia Valentina Camila Mariana Gabriela Daniela Esperanza Dolores Rosario Pilar Mercedes Consuelo Ximena Itzel Xochitl Joao Tiago Rafael Thiago Beatriz Leticia Fernanda Joaquim Goncalo Ines Matheus Caio Larissa Rodrigo Mateo Santiago Emiliano Joaquin Ignacio Facundo Agustin Benjamin Renata Paloma Catalina Ivan Hector Raul Ramon Ruben Salvador Sergio Vicente`,
    ),
    last: list(
      `Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Reyes Cruz Morales Ortiz Gutierrez Chavez Ramos Ruiz Alvarez Mendoza Vasquez Castillo Jimenez Moreno Romero Herrera Medina Aguilar Vargas Castro Guzman Fernandez Munoz Rojas Contreras Salazar Luna Delgado Ortega Rios Santiago Dominguez Sandoval Maldonado Estrada Colon Alvarado Figueroa Molina Acosta Navarro Silva Santos Oliveira Souza Pereira Lima Carvalho Ferreira Ribeiro Almeida Costa Gomes Martins Araujo Melo Barbosa Cardoso Nascimento Rocha Dias Moreira Nunes Marques Machado Mendes Freitas Teixeira Monteiro Moura Cavalcanti Correia Batista Campos Quispe Mamani Huaman Condori Choque`,
    ),
  },
  european: {
    first: list(
      `Siobhan Niamh Aoife Saoirse Caoimhe Oisin Cian Padraig Eoin Ciara Roisin Sinead Angus Callum Ewan Hamish Isla Mairi Rhys Gareth Cerys Bronwyn Dafydd Bjorn Astrid Ingrid Sven Lars Freya Soren Magnus Leif Sigrid Anders Mikkel Jukka Aino Eero Matti Tuomas Giorgos Eleni Nikos Dimitris Katerina Ioannis Andrei Mihai Ioana Bogdan Cristina Radu Wojciech Agnieszka Katarzyna Piotr Tomasz Zbigniew Malgorzata Ivan Dmitri Svetlana Olga Natalia Sergei Vladimir Tatiana Oksana Bohdan Taras Yulia Anastasia Aleksandr Mikhail Nikolai Ekaterina Irina Boris Igor Luka Marko Ivana Goran Zoran Milica Dragan Jovana Istvan Zoltan Katalin Ferenc Laszlo Gyorgy Jiri Pavel Zdenek Lenka Giulia Matteo Lorenzo Chiara Alessandro Luca Francesca`,
    ),
    last: list(
      `O'Brien O'Connor O'Sullivan O'Neill O'Reilly McCarthy McDonald MacLeod Murphy Kelly Byrne Ryan Walsh Doyle Gallagher Doherty Kennedy Lynch Quinn Nolan Fitzgerald Campbell Stewart Fraser Sinclair Llewellyn Gruffydd Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Hansen Olsen Johansen Larsen Nielsen Jensen Pedersen Andersen Christensen Rasmussen Korhonen Virtanen Makinen Nieminen Hamalainen Papadopoulos Georgiou Nikolaidis Konstantinou Popescu Ionescu Popa Dumitru Stoica Kowalski Nowak Wisniewski Wojcik Kowalczyk Kaminski Lewandowski Zielinski Szymanski Wozniak Kozlowski Novak Svoboda Novotny Dvorak Cerny Prochazka Horvat Kovacic Babic Maric Petrovic Jovanovic Nikolic Ivanov Petrov Smirnov Kuznetsov Popov Volkov Sokolov Ivanova Petrova Smirnova Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Nagy Kovacs Toth Szabo Horvath Varga Kiss Molnar Muller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Schulz Koch Bauer Richter Klein Schroder Neumann Zimmermann Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Dubois Dupont Moreau Laurent Lefebvre Leroy Girard Bonnet Fontaine Rousseau Chevalier Janssen Visser Bakker Dijkstra Mulder Vermeulen Peeters`,
    ),
  },
  vietnamese: {
    first: list(
      `Linh Anh Minh Huong Thao Tuan Dung Hai Lan Mai Nam Phuong Quang Thanh Trang Trung Tu Van Viet Hieu Khanh Long Ngoc Nhung Hoa Binh Duc Kien Thuy Tien`,
    ),
    last: list(`Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Dinh Mai Truong Doan Trinh`),
  },
  american: {
    first: list(
      `James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Frank Alexander Raymond Patrick Jack Dennis Jerry Tyler Aaron Jose Adam Nathan Henry Douglas Zachary Peter Kyle Walter Ethan Jeremy Harold Keith Christian Roger Noah Gerald Carl Terry Sean Austin Arthur Lawrence Jesse Dylan Bryan Joe Jordan Billy Bruce Albert Willie Gabriel Logan Alan Juan Wayne Roy Ralph Randy Eugene Vincent Russell Elijah Louis Bobby Philip Johnny Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Lisa Betty Margaret Sandra Ashley Kimberly Emily Donna Michelle Dorothy Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Shirley Angela Helen Anna Brenda Pamela Nicole Emma Samantha Katherine Christine Debra Rachel Catherine Carolyn Janet Ruth Maria Heather Diane Virginia Julie Joyce Victoria Olivia Kelly Christina Lauren Joan Evelyn Judith Megan Cheryl Andrea Hannah Martha Jacqueline Frances Gloria Ann Teresa Kathryn Sara Janice Jean Alice Madison Doris Abigail Julia Judy Grace Denise Amber Marilyn Beverly Danielle Theresa Sophia Marie Diana Brittany Natalie Isabella Charlotte Rose Alexis Kayla DeShawn LaToya Tyrone Jamal Keisha Tanisha Darnell Shanice Mike Dave Bob Bill Jim Tom Dan Steve Chris Matt Joe Nick Sam Ben Alex Kate Jen Liz Beth Sue Meg Jess Becky Tony Rick Ron Ken Greg Jeff Andy Pat Ed Ted Fred Max`,
    ),
    last: list(
      `Smith Johnson Williams Brown Jones Davis Miller Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Bell Murphy Bailey Cooper Richardson Cox Howard Ward Peterson Gray James Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Washington Butler Simmons Foster Bryant Alexander Russell Griffin Hayes Myers Ford Hamilton Graham Sullivan Wallace Woods Cole West Jordan Owens Reynolds Fisher Ellis Harrison Gibson McDonald Cruz Marshall Ortiz Gomez Murray Freeman Wells Webb Simpson Stevens Tucker Porter Hunter Hicks Crawford Henry Boyd Mason Kennedy Warren Dixon Ramos Burns Gordon Shaw Holmes Rice Robertson Hunt Black Daniels Palmer Mills Nichols Grant Knight Ferguson Rose Stone Dunn Perkins Hudson Spencer Gardner Stephens Payne Pierce Berry Matthews Arnold Wagner Willis Ray Watkins Olson Carroll Duncan Snyder Hart Cunningham Bradley Lane Andrews Harper Fox Riley Armstrong Carpenter Weaver Greene Lawrence Elliott Sims Austin Peters Kelley Franklin Lawson Fields Ryan Schmidt Carr Wheeler Chapman Oliver Montgomery Richards Williamson Johnston Banks Meyer Bishop McCoy Howell Morrison Hansen Garza Harvey Little Burton Stanley George Jacobs Reid Fuller Lynch Dean Gilbert Garrett Romero Welch Larson Frazier Burke Hanson Day Moreno Bowman Fowler Brewer Hoffman Carlson Pearson Holland Douglas Fleming Jensen Hopkins Barrett`,
    ),
  },
};
